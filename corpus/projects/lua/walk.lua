-- A walk over the language and its libraries; everything printed is the same on every run.
local function show(...)
  local t = table.pack(...)
  for i = 1, t.n do t[i] = tostring(t[i]) end
  print(table.concat(t, " | "))
end

-- arithmetic at its edges: integers wrap, floats follow IEEE 754
show(math.maxinteger + 1 == math.mininteger, math.mininteger // -1, -9 // 4, -9 % 4, 9 % -4, 9.5 % -4)
show(7 // 0.0, -7 // 0.0, 0/0 ~= 0/0, 2^63, math.tointeger(2^53), 1e308 * 10, 5 // 0.3)
show(0xff ~ 0x0f, ~0, 1 << 63, 1 << 64, -1 >> 60, 3.0 | 4, "0x10" + 0, "1e1" * 1)
show(string.format("%d %5d|%-5d|%05d %x %X %o", 42, 42, 42, 42, 255, 255, 8))
show(string.format("%g %.3f %e %a %10.4s| %q", 0.1, 2 / 3, 12345.678, 1.0, "abcdefgh", "tab\t\0nul"))
for _, name in ipairs { "sin", "cos", "tan", "exp", "sqrt", "log" } do
  io.write(name, "=", string.format("%.14g ", math[name](0.75)))
end
print()

-- strings and patterns
show(("one;two;;four"):find(";", 1, true), ("hello"):gsub("l+", string.upper), ("  trim "):match("^%s*(.-)%s*$"))
show(("k1=v1, k2=v2"):gsub("(%w+)=(%w+)", "%2=%1"), ("f(a(b)c)"):match("%b()"), ("x"):rep(4, "-"))
for word, at in ("alpha beta gamma"):gmatch("(%a+)()") do io.write(word, "@", at, " ") end
print()
show(utf8.char(0x41, 0x7ff, 0xffff, 0x10ffff):byte(1, -1))
show(string.pack(">i2 <I4 z d", -2, 0xdeadbeef, "str", 1.5):byte(1, -1))

-- tables, sorting, closures, varargs
local squares, seed = {}, 12345
for i = 1, 60 do
  seed = (seed * 1103515245 + 12345) % 2147483648
  squares[i] = seed % 1000
end
table.sort(squares, function(a, b) return a > b end)
show(table.concat(squares, ",", 1, 15), #squares, table.unpack(squares, 58))
local function curry(f, ...)
  local first = table.pack(...)
  return function(...) return f(table.unpack(first, 1, first.n), ...) end
end
show(curry(math.max, 3, 9)(4, 7), select("#", nil, nil), (select(-1, 1, 2, 3)))

-- metatables
local Vector = {}
Vector.__index = Vector
Vector.__add = function(a, b) return setmetatable({ a[1] + b[1], a[2] + b[2] }, Vector) end
Vector.__eq = function(a, b) return a[1] == b[1] and a[2] == b[2] end
Vector.__lt = function(a, b) return a[1] < b[1] end
Vector.__tostring = function(v) return "(" .. v[1] .. ", " .. v[2] .. ")" end
Vector.__call = function(v, k) return v[1] * k end
local v = setmetatable({ 1, 2 }, Vector)
show(v + v, v == setmetatable({ 1, 2 }, Vector), v < v + v, v(21))

-- control flow: goto, nested breaks, numeric loops over both kinds of number
for i = 1, 4 do
  for j = 1, 4 do
    if (i + j) % 3 == 0 then goto next end
    if j > i then break end
    io.write(i, "x", j, " ")
    ::next::
  end
end
for x = 1, 0, -0.25 do io.write(x, " ") end
for i = math.maxinteger - 1, math.maxinteger do io.write(i, " ") end
print()

-- coroutines, errors, to-be-closed variables
local function permutations(list, n)
  if n == 0 then coroutine.yield(table.concat(list)) end
  for i = 1, n do
    list[n], list[i] = list[i], list[n]
    permutations(list, n - 1)
    list[n], list[i] = list[i], list[n]
  end
end
local count, last = 0, nil
for p in coroutine.wrap(function() permutations({ "a", "b", "c", "d", "e" }, 5) end) do count, last = count + 1, p end
show(count, last)
show(pcall(error, { code = 7 }) and "?" or select(2, pcall(error, "plain", 0)))
show(select(2, pcall(function() return nil + 1 end)))
do
  local closing <close> = setmetatable({}, { __close = function() print("closed") end })
end
show(xpcall(function() local t = {}; return t.x.y end, function(m) return "handled: " .. m:match("attempt.*") end))

-- garbage: many short-lived objects, weak tables
local weak = setmetatable({}, { __mode = "k" })
for i = 1, 20000 do weak[{}] = i end
collectgarbage()
show(next(weak) == nil)
local chunk = load("local a, b = ... ; return a * b, 'loaded'")
show(chunk(6, 7), load("syntax error here"))
