"""LLVM through the C functions of llvmlite's shared library, as far as a compilation needs them.

`llvmlite.binding` declares the same functions with the same types. Its import takes 40 ms, because it brings the
whole of llvmlite with it; loading the library takes 6 ms. Both can be used in one process: they share one LLVM. The
calls keep Python's global lock, so that no two threads are in LLVM at once.
"""

from __future__ import annotations

import ctypes
from ctypes import byref, c_bool, c_char_p, c_int, c_size_t, c_uint, c_void_p
from functools import cache
from typing import TYPE_CHECKING

import llvmlite

from minicc.quick_dataclasses import dataclass

if TYPE_CHECKING:
    from typing import Any

_STRING = ctypes.POINTER(c_char_p)

# name: (result, arguments), as in llvmlite/binding/*.py; pointers to LLVM's objects are c_void_p.
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "GetVersionInfo": (c_uint, ()),
    "InitializeNativeTarget": (c_int, ()),
    "InitializeNativeAsmPrinter": (c_int, ()),
    "InitializeNativeAsmParser": (c_int, ()),
    "GetTargetFromTriple": (c_void_p, (c_char_p, _STRING)),
    "CreateTargetMachine": (
        c_void_p,
        (c_void_p, c_char_p, c_char_p, c_char_p, c_int, c_char_p, c_char_p, c_int, c_int, c_char_p),
    ),
    "GetHostCPUName": (None, (_STRING,)),
    "GetHostCPUFeatures": (c_bool, (_STRING,)),
    "GetGlobalContext": (c_void_p, ()),
    "ParseAssembly": (c_void_p, (c_void_p, c_char_p, _STRING)),
    "VerifyModule": (c_bool, (c_void_p, _STRING)),
    "PrintModuleToString": (None, (c_void_p, _STRING)),
    "WriteBitcodeToString": (None, (c_void_p, _STRING, ctypes.POINTER(c_size_t))),
    "DisposeModule": (None, (c_void_p,)),
    "DisposeString": (None, (c_char_p,)),
    "TargetMachineEmitToMemory": (c_void_p, (c_void_p, c_void_p, c_int, _STRING)),
    "GetBufferStart": (c_void_p, (c_void_p,)),
    "GetBufferSize": (c_size_t, (c_void_p,)),
    "DisposeMemoryBuffer": (None, (c_void_p,)),
    "CreatePipelineTuningOptions": (c_void_p, ()),
    "PTOSetLoopInterleaving": (None, (c_void_p, c_bool)),
    "PTOSetLoopVectorization": (None, (c_void_p, c_bool)),
    "PTOSetSLPVectorization": (None, (c_void_p, c_bool)),
    "PTOSetLoopUnrolling": (None, (c_void_p, c_bool)),
    "PTOSetInlinerThreshold": (None, (c_void_p, c_int)),
    "DisposePipelineTuningOptions": (None, (c_void_p,)),
    "CreatePassBuilder": (c_void_p, (c_void_p, c_void_p)),
    "buildPerModuleDefaultPipeline": (c_void_p, (c_void_p, c_int)),
    "CreateNewModulePassManager": (c_void_p, ()),
    "module_AddLoopUnrollAndJamPass": (None, (c_void_p,)),
    "RunNewModulePassManager": (None, (c_void_p, c_void_p, c_void_p)),
    "DisposeNewModulePassManger": (None, (c_void_p,)),
    "DisposePassBuilder": (None, (c_void_p,)),
    "SetCommandLine": (None, (c_char_p, c_char_p)),
}


class LlvmError(RuntimeError):
    """What LLVM says of IR that it cannot read, that breaks its rules, or that it cannot make code of."""


@cache
def _library() -> ctypes.CDLL:
    """LLVM runs without the interpreter's lock: a signal ends minicc meanwhile."""
    folder = llvmlite.__file__.rpartition("/")[0]
    return ctypes.CDLL(f"{folder}/binding/libllvmlite.so")


@cache
def _function(name: str) -> Any:
    function = _library()[f"LLVMPY_{name}"]
    function.restype, function.argtypes = _SIGNATURES[name]
    return function


def _call(name: str, *arguments: object) -> Any:
    return _function(name)(*arguments)


def _taken(text: c_char_p) -> str:
    """The text that LLVM allocated, which is freed."""
    value = (text.value or b"").decode("utf-8", "surrogateescape")
    _call("DisposeString", text)
    return value


def version() -> tuple[int, ...]:
    """LLVM's version: (22, 1, 0)."""
    packed = _call("GetVersionInfo")
    return packed >> 16 & 0xFF, packed >> 8 & 0xFF, packed & 0xFF


def host_cpu() -> tuple[str, list[str]]:
    """LLVM's name for the processor at hand, and what it has and lacks ("+avx2", "-avx512f")."""
    name, features = c_char_p(), c_char_p()
    _call("GetHostCPUName", byref(name))
    _call("GetHostCPUFeatures", byref(features))
    return _taken(name), _taken(features).split(",")


def set_option(word: str) -> None:
    """Give LLVM a word of its own command line ("-opt-bisect-limit=3"); it stays set for the process."""
    _call("SetCommandLine", b"", word.encode())


class Module:
    """A module of LLVM IR, freed with this object."""

    __slots__ = ("_dispose", "pointer")

    def __init__(self, ir: str) -> None:
        """Parse IR text. Raises LlvmError."""
        initialize()
        message = c_char_p()
        text = ir.encode("utf-8", "surrogateescape")
        self.pointer: int | None = _call("ParseAssembly", _call("GetGlobalContext"), text, byref(message))
        self._dispose = _function("DisposeModule")
        if message:
            raise LlvmError(_taken(message))

    def __del__(self) -> None:
        if self.pointer:
            self._dispose(self.pointer)

    def verify(self) -> None:
        """Raises LlvmError when the module breaks LLVM's rules."""
        message = c_char_p()
        is_broken = _call("VerifyModule", self.pointer, byref(message))
        said = _taken(message) if message else ""
        if is_broken:
            raise LlvmError(said)

    def __str__(self) -> str:
        text = c_char_p()
        _call("PrintModuleToString", self.pointer, byref(text))
        return _taken(text)

    def bitcode(self) -> bytes:
        start, size = c_char_p(), c_size_t()
        _call("WriteBitcodeToString", self.pointer, byref(start), byref(size))
        content = ctypes.string_at(start, size.value)
        _call("DisposeString", start)
        return content


class TargetMachine:
    """The code generator of x86-64 for one level (0-3), CPU and relocation model ("static", "pic"); lives for ever."""

    __slots__ = ("pointer",)

    def __init__(self, triple: str, level: int, relocation: str, cpu: str, features: str = "") -> None:
        """Raises LlvmError for a triple that LLVM has no code generator for."""
        initialize()
        message = c_char_p()
        target = _call("GetTargetFromTriple", triple.encode(), byref(message))
        if not target:
            raise LlvmError(_taken(message))
        words = [word.encode() for word in (triple, cpu, features)]
        self.pointer: int | None = _call(
            "CreateTargetMachine", target, *words, level, relocation.encode(), b"default", 0, 0, b""
        )
        if not self.pointer:
            raise LlvmError(f"no code generator for {triple}, CPU {cpu} and features {features}")

    def emit(self, module: Module, as_object: bool) -> bytes:
        """The object file, or the assembly text, of a module. Raises LlvmError."""
        message = c_char_p()
        buffer = _call("TargetMachineEmitToMemory", self.pointer, module.pointer, int(as_object), byref(message))
        if not buffer:
            raise LlvmError(_taken(message))
        content = ctypes.string_at(_call("GetBufferStart", buffer), _call("GetBufferSize", buffer))
        _call("DisposeMemoryBuffer", buffer)
        return content


@dataclass(slots=True)
class PipelineTuning:
    """What LLVM's default pipeline does at a level (llvm::PipelineTuningOptions); None leaves LLVM's default."""

    loop_interleaving: bool = False
    loop_vectorization: bool = False
    slp_vectorization: bool = False
    loop_unrolling: bool | None = None
    inlining_threshold: int | None = None


def run_default_pipeline(module: Module, machine: TargetMachine, level: int, tuning: PipelineTuning) -> None:
    """Run LLVM's default pipeline for `level` (0-3) on `module` in place."""
    options = _call("CreatePipelineTuningOptions")
    _call("PTOSetLoopInterleaving", options, tuning.loop_interleaving)
    _call("PTOSetLoopVectorization", options, tuning.loop_vectorization)
    _call("PTOSetSLPVectorization", options, tuning.slp_vectorization)
    if tuning.loop_unrolling is not None:
        _call("PTOSetLoopUnrolling", options, tuning.loop_unrolling)
    if tuning.inlining_threshold is not None:
        _call("PTOSetInlinerThreshold", options, tuning.inlining_threshold)
    builder = _call("CreatePassBuilder", machine.pointer, options)
    passes = _call("buildPerModuleDefaultPipeline", builder, level)
    _call("RunNewModulePassManager", passes, module.pointer, builder)
    _call("DisposeNewModulePassManger", passes)
    _call("DisposePassBuilder", builder)
    _call("DisposePipelineTuningOptions", options)


def run_unroll_and_jam(module: Module, machine: TargetMachine) -> None:
    """Run several iterations at once of the loops whose metadata asks for it, where that is safe."""
    options = _call("CreatePipelineTuningOptions")
    builder = _call("CreatePassBuilder", machine.pointer, options)
    passes = _call("CreateNewModulePassManager")
    _call("module_AddLoopUnrollAndJamPass", passes)
    _call("RunNewModulePassManager", passes, module.pointer, builder)
    _call("DisposeNewModulePassManger", passes)
    _call("DisposePassBuilder", builder)
    _call("DisposePipelineTuningOptions", options)


@cache
def initialize() -> None:
    """Make LLVM know x86-64."""
    for part in ("Target", "AsmPrinter", "AsmParser"):
        _call(f"InitializeNative{part}")
