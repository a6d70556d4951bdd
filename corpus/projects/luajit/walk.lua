-- A walk over LuaJIT: the same with and without its compiler.
local ffi, bit, buffer = require "ffi", require "bit", require "string.buffer"
ffi.cdef [[
typedef struct { uint8_t red, green, blue, alpha; } pixel;
typedef struct node { struct node *next; double value; int flags : 5; unsigned kind : 11; } node;
int snprintf(char *, size_t, const char *, ...);
double strtod(const char *, char **);
int qsort(void *, size_t, size_t, int (*)(const int *, const int *));
]]

local function pixels(n)
  local image, sum = ffi.new("pixel[?]", n), 0
  for i = 0, n - 1 do
    image[i].red, image[i].green, image[i].blue = i, i * 3, i * 7
    image[i].alpha = 255 - bit.band(i, 15)
  end
  for pass = 1, 20 do
    for i = 0, n - 1 do sum = bit.tobit(bit.rol(sum, 3) + image[i].red * 5 + bit.bxor(image[i].green, image[i].blue) - image[i].alpha) end
  end
  return sum
end
print("pixels", pixels(5000))

local head
for i = 1, 200 do head = ffi.new("node", { next = head, value = i / 3, flags = i % 32 - 16, kind = i * 9 % 2048 }) end
local flags, kinds, values, one = 0, 0, 0, head
local kept = {}
for i = 1, 200 do kept[i] = one; flags, kinds, values = flags + one.flags, kinds + one.kind, values + one.value; one = one.next; if one == nil then break end end
print("nodes", flags, kinds, string.format("%.9f", values), ffi.sizeof("node"), ffi.offsetof("node", "value"))

local text = ffi.new("char[64]")
ffi.C.snprintf(text, 64, "%d %s %.3f %lld", ffi.new("int", -5), "text", 2.5, ffi.new("int64_t", -2LL ^ 40))
print("printf", ffi.string(text), ffi.C.strtod("0x1.8p3", nil))
local numbers = ffi.new("int[6]", 5, -2, 9, 0, 7, 1)
local compare = ffi.cast("int (*)(const int *, const int *)", function(a, b) return a[0] < b[0] and -1 or a[0] > b[0] and 1 or 0 end)
ffi.C.qsort(numbers, 6, 4, compare)
compare:free()
print("sorted", numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5])
print("64 bit", 0x7fffffffffffffffLL + 1, 18446744073709551615ULL / 10, -7LL / 2, -7LL % 3, bit.lshift(1ULL, 40))

local function mandelbrot(size)
  local inside = 0
  for y = 0, size - 1 do
    for x = 0, size - 1 do
      local cr, ci, zr, zi, n = 3 * x / size - 2, 2 * y / size - 1, 0, 0, 0
      while n < 50 and zr * zr + zi * zi < 4 do zr, zi, n = zr * zr - zi * zi + cr, 2 * zr * zi + ci, n + 1 end
      if n == 50 then inside = inside + 1 end
    end
  end
  return inside
end
print("mandelbrot", mandelbrot(100))

local words, count = {}, {}
for word in ("the quick brown fox jumps over the lazy dog and the fox runs"):gmatch("%a+") do
  if not count[word] then words[#words + 1] = word end
  count[word] = (count[word] or 0) + 1
end
table.sort(words)
for _, word in ipairs(words) do io.write(word, "=", count[word], " ") end
print(("%q %5.1f %-6s| %x %g"):format("a\n\0b", 3.14159, "ab", 255, 1e100), ("abc"):rep(3, "-"), ("hello"):byte(1, -1))

local account = setmetatable({ balance = 0 }, { __index = { add = function(self, n) self.balance = self.balance + n; return self end },
  __call = function(self, n) return self.balance * n end, __concat = function(a, b) return "joined" end, __len = function() return 42 end,
  __lt = function() return true end })
print("meta", account:add(5):add(7)(3), account .. "x", account < account)

local routine = coroutine.wrap(function(a) for i = 1, 5 do a = a + coroutine.yield(a * i) end error { code = a } end)
for i = 1, 5 do io.write(routine(i), " ") end
local ok, problem = pcall(routine, 100)
print("coroutine", ok, problem.code, select("#", pcall(error)), xpcall(function() local x = nil; return x.y end, function(m) return (m:gsub("^.-:%d+: ", "")) end))
local deep, message = pcall(function() local function f(n) return 1 + f(n + 1) end return f(0) end)
print("deep", deep, message:match("stack overflow"))

local out = buffer.new():put("head ", 1, " "):putf("%03d", 7)
print(out:get(), #buffer.encode({ 1, "two", { three = 3 } }), buffer.decode(buffer.encode({ a = { 1, 2, 3 } })).a[3])
local garbage = 0
for i = 1, 200000 do local t = { i, tostring(i) }; garbage = garbage + #t[2] end
print("garbage", garbage, collectgarbage("count") < 100000)
