-- Arithmetic, tables, closures, methods, coroutines and the collector.
local function sieve(n)
  local composite, count = {}, 0
  for i = 2, n do
    if not composite[i] then
      count = count + 1
      for j = i * i, n, i do composite[j] = true end
    end
  end
  return count
end

local function queens(n)
  local columns, rising, falling = {}, {}, {}
  local function place(row)
    if row > n then return 1 end
    local found = 0
    for c = 1, n do
      if not (columns[c] or rising[row + c] or falling[row - c]) then
        columns[c], rising[row + c], falling[row - c] = true, true, true
        found = found + place(row + 1)
        columns[c], rising[row + c], falling[row - c] = nil, nil, nil
      end
    end
    return found
  end
  return place(1)
end

local function multiply(n)
  local a, b, trace = {}, {}, 0
  for i = 1, n do
    a[i], b[i] = {}, {}
    for j = 1, n do a[i][j], b[i][j] = (i * j) % 7, (i + j) / 3 end
  end
  for i = 1, n do
    local row = a[i]
    for j = 1, n do
      local sum = 0.0
      for k = 1, n do sum = sum + row[k] * b[k][j] end
      if i == j then trace = trace + sum end
    end
  end
  return trace
end

local Account = {}
Account.__index = Account
function Account.new(balance) return setmetatable({ balance = balance }, Account) end
function Account:deposit(amount) self.balance = self.balance + amount return self end

local function methods(n)
  local accounts = {}
  for i = 1, 100 do accounts[i] = Account.new(i) end
  for i = 1, n do accounts[i % 100 + 1]:deposit(i & 15) end
  local sum = 0
  for _, account in ipairs(accounts) do sum = sum + account.balance end
  return sum
end

local function trees(depth)
  if depth == 0 then return {} end
  return { trees(depth - 1), trees(depth - 1) }
end
local function nodes(tree) return tree[1] and 1 + nodes(tree[1]) + nodes(tree[2]) or 1 end

local function generator(n)
  return coroutine.wrap(function() for i = 1, n do coroutine.yield(i) end end)
end

print(sieve(600000), queens(8), string.format("%.6f", multiply(90)), methods(900000))
local count = 0
for _ = 1, 12 do count = count + nodes(trees(13)) end
print(count)
local sum = 0
for value in generator(200000) do sum = sum + value end
print(sum)
