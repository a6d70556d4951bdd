"""gcc's options for the processor (`-march=`, `-mtune=`, `-mavx2`, ...) as LLVM's names for it.

They decide which instructions the code generator uses, and with it the macros that announce them (`__AVX2__`). Those
of instructions whose built-ins minicc refuses stay undefined: they invite programs to use them.
"""

from __future__ import annotations

from collections.abc import Iterable

from minicc.diagnostics import CompileError
from minicc.quick_dataclasses import dataclass, replace

BASELINE = "x86-64"
_GENERIC = "generic"
_CPU_NAMES = """
native x86-64 x86-64-v2 x86-64-v3 x86-64-v4 nocona core2 nehalem corei7 westmere sandybridge corei7-avx ivybridge
core-avx-i haswell core-avx2 broadwell skylake skylake-avx512 cannonlake icelake-client rocketlake icelake-server
cascadelake tigerlake cooperlake sapphirerapids alderlake bonnell atom silvermont slm goldmont goldmont-plus tremont
knl knm k8 k8-sse3 opteron opteron-sse3 athlon64 athlon64-sse3 athlon-fx amdfam10 barcelona bdver1 bdver2 bdver3
bdver4 znver1 znver2 znver3 btver1 btver2
"""
_FUSING_CPU_NAMES = """
x86-64-v3 x86-64-v4 haswell core-avx2 broadwell skylake skylake-avx512 cannonlake icelake-client rocketlake
icelake-server cascadelake tigerlake cooperlake sapphirerapids alderlake knl knm bdver2 bdver3 bdver4 znver1 znver2
znver3
"""
_FEATURE_NAMES = """
sse sse2 sse3 ssse3 sse4.1 sse4.2 sse4a avx avx2 avx512f avx512cd avx512bw avx512dq avx512vl avx512ifma avx512vbmi
avx512vbmi2 avx512vnni avx512bitalg avx512vpopcntdq avx512bf16 avx512fp16 avx512vp2intersect avxvnni fma fma4 xop bmi
bmi2 tbm popcnt lzcnt aes vaes pclmul vpclmulqdq gfni sha f16c adx movbe mmx cx16 fsgsbase xsave xsaveopt xsavec xsaves
prfchw clflushopt clwb rdpid crc32 sahf rdrnd rdseed
"""
_CPUS = frozenset(_CPU_NAMES.split())
_FUSING_CPUS = frozenset(_FUSING_CPU_NAMES.split())
_TUNED_AS_GENERIC = frozenset(("generic", "intel", "i686", "pentium4", "geode", "k6", "athlon", "lakemont"))
_FEATURES = {name: name for name in _FEATURE_NAMES.split()} | {"sse4": "sse4.2", "abm": "lzcnt"}
_IMPLIED = {
    "sse3": ("sse2",), "ssse3": ("sse3",), "sse4.1": ("ssse3",), "sse4.2": ("sse4.1", "crc32", "popcnt"),
    "avx": ("sse4.2",), "avx2": ("avx",), "fma": ("avx",), "f16c": ("avx",), "avx512f": ("avx2", "fma", "f16c"),
    "avx512vl": ("avx512f",), "avx512bw": ("avx512f",), "avx512dq": ("avx512f",), "avx512cd": ("avx512f",),
    "vaes": ("aes", "avx"), "vpclmulqdq": ("pclmul", "avx"), "avxvnni": ("avx2",), "xsaveopt": ("xsave",),
    "xsavec": ("xsave",), "xsaves": ("xsave",), "sse4a": ("sse3",), "fma4": ("avx",), "xop": ("avx",),
}  # fmt: skip
_ALWAYS_THERE = frozenset(("sse", "sse2"))
"""The ABI passes floating arguments in their registers."""

_NOT_ANNOUNCED_NAMES = """
avx512f avxvnni gfni vaes vpclmulqdq xop fma4 tbm sse4a 3dnow amx-tile amx-int8 amx-bf16 rtm movdiri movdir64b kl widekl
pku
"""
NOT_ANNOUNCED = tuple([f"-mno-{name}" for name in _NOT_ANNOUNCED_NAMES.split()])
"""What gcc's preprocessor gets behind the options of this kind."""

WORDS = (
    "-mred-zone",
    "-mno-red-zone",
    "-mstackrealign",
    "-mno-stackrealign",
    *(f"-m{name}" for name in _FEATURES),
    *(f"-mno-{name}" for name in _FEATURES if name not in _ALWAYS_THERE),
)
"""The options without an argument that `with_option` understands."""


@dataclass(frozen=True, slots=True)
class Machine:
    """`cpu` and `tune` as in -march= and -mtune= ("": what suits the cpu); `features` in LLVM's notation ("+avx2").

    `red_zone`: whether a function may use the 128 bytes below the stack pointer (psABI §3.2.2). `realigns`: whether
    every function aligns its stack, for callers that do not.
    """

    cpu: str = BASELINE
    tune: str = ""
    features: tuple[str, ...] = ()
    red_zone: bool = True
    realigns: bool = False

    @property
    def fuses(self) -> bool:
        """Whether there are instructions that multiply and add with one rounding."""
        last = [feature[0] for feature in self.features if feature[1:] == "fma"]
        return last[-1] == "+" if last else self.cpu in _FUSING_CPUS

    def resolved(self) -> Machine:
        """With "native" replaced by the processor at hand."""
        cpu, tune, features = self.cpu, self.tune, self.features
        if "native" in (cpu, tune):
            from minicc.backend.llvm import host_cpu

            name, available = host_cpu()
            if cpu == "native":
                cpu, features = name, (*available, *features)
            tune = name if tune in ("native", "") else tune
        return replace(self, cpu=cpu, tune=tune, features=features)

    def needing(self, instructions: Iterable[str]) -> Machine:
        """With the instruction sets of these names (as in -m)."""
        added = [f"+{name}" for name in sorted(instructions) if name != BASELINE]
        return replace(self, features=(*self.features, *added)) if added else self

    def has(self, name: str) -> bool:
        """Whether an option or attribute asks for an instruction set; True as well when the processor may have it."""
        if self.cpu != BASELINE:
            return f"-{name}" not in self.features
        found = False
        for feature in self.features:
            if name in _with_implied(feature[1:]):
                found = feature[0] == "+" or (found and feature[1:] != name)
        return found

    def attributes(self) -> list[str]:
        """LLVM's function attributes."""
        tune = self.tune or (_GENERIC if self.cpu.startswith(BASELINE) else self.cpu)
        words = [f'"target-cpu"="{self.cpu}"', f'"tune-cpu"="{tune}"']
        if self.features:
            named = [
                feature[0] + one
                for feature in self.features
                for one in (_with_implied(feature[1:]) if feature[0] == "+" else [feature[1:]])
            ]
            words.append(f'"target-features"="{",".join(dict.fromkeys(named))}"')
        if self.realigns:
            words.append('"stackrealign"')
        return words if self.red_zone else [*words, "noredzone"]


def _with_implied(name: str) -> list[str]:
    """An instruction set behind those that come with it."""
    found: list[str] = []
    for one in _IMPLIED.get(name, ()):
        found += _with_implied(one)
    return [*dict.fromkeys(found), name]


def with_target(machine: Machine, text: str) -> Machine:
    """What `__attribute__((target("...")))` makes of `machine`; words that name no instruction set change nothing."""
    for word in text.replace(" ", "").split(","):
        name = word.removeprefix("no-")
        if word.startswith("arch=") and word[5:] in _CPUS:
            machine = replace(machine, cpu=word[5:]).resolved()
        elif name in _FEATURES and (name == word or name not in _ALWAYS_THERE):
            machine = with_option(machine, f"-m{word}", "")
    return machine


def with_option(machine: Machine, spelling: str, argument: str) -> Machine:
    """What one option makes of `machine`. Raises CompileError for a processor that is not known."""
    if spelling == "-march=":
        if argument not in _CPUS:
            raise CompileError(f"bad value ('{argument}') for '-march=' switch")
        return replace(machine, cpu=argument)
    if spelling == "-mtune=":
        if argument not in _CPUS | _TUNED_AS_GENERIC:
            raise CompileError(f"bad value ('{argument}') for '-mtune=' switch")
        return replace(machine, tune=_GENERIC if argument in _TUNED_AS_GENERIC else argument)
    name = spelling.removeprefix("-m")
    if name.endswith("red-zone"):
        return replace(machine, red_zone=not name.startswith("no-"))
    if name.endswith("stackrealign"):
        return replace(machine, realigns=not name.startswith("no-"))
    sign = "-" if name.startswith("no-") else "+"
    name = name.removeprefix("no-")
    feature = "sse4.1" if (sign, name) == ("-", "sse4") else _FEATURES[name]
    return replace(machine, features=(*machine.features, sign + feature))
