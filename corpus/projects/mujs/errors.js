// Errors leave the interpreter by longjmp, through frames of C: try, finally and the collector on the way.
function attempt(name, f) { try { print(name, f()); } catch (e) { print(name, "threw", e); } finally { print(name, "done"); } }
attempt("null", function () { return null.x; });
attempt("deep", function () { return (function f(n) { return n + f(n + 1); })(0); });
attempt("nested", function () { try { throw new RangeError("inner"); } finally { attempt("more", function () { throw "outer"; }); } });
attempt("json", function () { return JSON.parse('{"a": [1, 2, {"b": }]}'); });
attempt("regexp", function () { return new RegExp("(a").exec("a"); });
attempt("getter", function () { return { get x() { throw 7; } }.x; });
attempt("sort", function () { return [3, 1, 2].sort(function () { throw "compare"; }); });
attempt("replace", function () { return "abc".replace(/b/, function () { throw "replacer"; }); });
for (var i = 0, sum = 0; i < 20000; i++) { try { if (i % 3 == 0) throw { v: i }; sum += i; } catch (e) { sum -= e.v; } }
print(sum);
var rows = []; for (var i = 0; i < 3000; i++) rows.push({ id: i, text: "row " + i, nested: [i, [i * 2, { deep: i / 3 }]] });
print(JSON.stringify(rows).length, rows[2999].nested[1][1].deep.toFixed(5));
missing();
