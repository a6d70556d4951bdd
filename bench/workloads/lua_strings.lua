-- Strings: patterns, formatting, hashing, sorting and concatenation.
local words, seed = {}, 12345
local function random(n)
  seed = (seed * 1103515245 + 12345) % 2147483648
  return seed // 65536 % n
end
for i = 1, 20000 do
  local letters = {}
  for j = 1, 3 + random(8) do letters[j] = string.char(97 + random(26)) end
  words[i] = table.concat(letters)
end
local text = table.concat(words, " ")

local counts = {}
for word in text:gmatch("%a+") do counts[word] = (counts[word] or 0) + 1 end
local distinct = {}
for word in pairs(counts) do distinct[#distinct + 1] = word end
table.sort(distinct)
print(#distinct, distinct[1], distinct[#distinct])
table.sort(distinct, function(a, b)
  if #a ~= #b then return #a > #b end
  return a < b
end)
print(distinct[1], distinct[#distinct])

local replaced, times = text:gsub("(%a)(%a)(%a*)", function(a, b, rest) return b .. a .. rest end)
print(#replaced, times, (text:gsub("[aeiou]", "")):sub(1, 40))
print(select(2, text:gsub("a[^ ]-e", "")), text:find("zzz", 1, true), #text:upper(), #text:reverse())

local hash = 0
for i = 1, #text do hash = (hash * 31 + text:byte(i)) & 0xffffffff end
print(hash)

local lines = {}
for i = 1, 60000 do lines[#lines + 1] = string.format("%05d:%-8s|%6.2f|%x", i, words[i % 20000 + 1], i / 7, i) end
local joined = table.concat(lines, "\n")
local fields = 0
for line in joined:gmatch("[^\n]+") do
  local number, name = line:match("^(%d+):(%a+)")
  if tonumber(number) % 2 == 0 and #name > 5 then fields = fields + 1 end
end
print(#joined, fields)
