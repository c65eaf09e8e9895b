"""The law compiled: machine code of ``finder.adjudication.compiled_kernel``, made by Numba and kept between runs.

Numba is an extra (``partd-finder[fast]``). Compiling takes seconds for each shape of the law; the object code is then kept on disk as bytes
(``compiled_store``) and loaded by llvmlite in a tenth of a second. Nothing is pickled. The code calls nothing of Python, so a call leaves
other threads running.
"""

from __future__ import annotations

import ctypes
import hashlib
import inspect
import platform
import time
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType
from typing import Any, NamedTuple

from finder.adjudication import compiled_kernel
from finder.adjudication.compiled_store import ObjectStore
from finder.adjudication.engine import settle_with_gap, settle_without_gap
from finder.rules.benefit_law import BENEFIT_LAWS, BenefitLaw

_ROOMS = ("adjudication", "domain", "rules")
"""The folders whose text is compiled."""
_INLINE: dict[str, Any] = {"forceinline": True, "error_model": "numpy", "no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
"""How Numba compiles a function of the law into the loop: without Python, without its own runtime, no check for a division by zero."""
_ENTRY: dict[str, Any] = {"error_model": "numpy", "_nrt": False}
_SMALL = {"phase": "int8", "bought": "int8", "listed": "int8", "counted": "int32", "restrictions": "int32"}
"""The parameters of ``years`` that are not of 64 bits."""
_ENTRIES = ("years", "buy", "foresee")


class Kernel(NamedTuple):
    """The loops as machine code. ``seconds``: how long compiling took; 0 where the code was kept.
    ``code``: the object code."""

    years: Callable[..., None]
    buy: Callable[..., None]
    foresee: Callable[..., None]
    seconds: float
    code: bytes


@lru_cache(maxsize=len(BENEFIT_LAWS) + 8)
def kernel_of(law: BenefitLaw) -> Kernel:
    """The loops under a law: as kept, else compiled now and kept. Laws that differ only in what the loops don't decide share one."""
    shape = next((one for one in BENEFIT_LAWS if _decides(one) == _decides(law)), law)
    return kernel_of(shape) if shape != law else made(law, ObjectStore.of_user())


def _decides(law: BenefitLaw) -> BenefitLaw:
    """What of a law the loops decide; the copay of a short fill is in the shares, and nobody else pays."""
    one = BENEFIT_LAWS[0]
    return law._replace(first_year=0, copay_of_short_fill=one.copay_of_short_fill, counts=one.counts)


def made(law: BenefitLaw, store: ObjectStore) -> Kernel:
    """The loops under a law: as kept in that store, else compiled now and kept there."""
    name, seconds = code_name(law), 0.0
    code = store.read(name)
    if code is None:
        with store.alone():  # of several processes one compiles, and the others take what it kept
            code = store.read(name)
            if code is None:
                begun = time.perf_counter()
                code = _compile(law)
                seconds = time.perf_counter() - begun
                store.write(name, code)
    (years, buy, foresee), _ = _loaded(code)
    return Kernel(years, buy, foresee, seconds, code)


def code_name(law: BenefitLaw) -> str:
    """A digest of all that decides the machine code: the law's text, the compiler, the processor."""
    from llvmlite import binding

    rules = [getattr(of, "__name__", str(of)) for of in _decides(law)]
    processor = [binding.get_process_triple(), binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()]
    versions = [version("numba"), version("llvmlite"), platform.python_version()]
    hashed = hashlib.sha256(repr((rules, processor, versions)).encode())
    hashed.update(_text_digest())
    return hashed.hexdigest()


@cache
def _text_digest() -> bytes:
    hashed, package = hashlib.sha256(), Path(__file__).parents[1]
    for room in _ROOMS:
        for path in sorted((package / room).rglob("*.py")):
            hashed.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return hashed.digest()


# ---- compiling


def _compile(law: BenefitLaw) -> bytes:
    """The object code of both loops under a law."""
    from llvmlite import binding
    from numba import cfunc, types

    known: dict[Callable[..., Any], Any] = {}
    parts: list[Any] = [_inlined(of, {}, known) if isinstance(of, FunctionType) else of for of in _decides(law)]
    rules = BenefitLaw(*parts)
    settle = _inlined(settle_with_gap if law.has_coverage_gap else settle_without_gap, {}, known)
    module = binding.parse_assembly("")
    for entry in _ENTRIES:
        function = getattr(compiled_kernel, entry)
        text = _with_compiled(function, {"LAW": rules, "SETTLE": settle}, known)
        entered = cfunc(types.void(*_types(function)), **_ENTRY)(text)
        module.link_in(binding.parse_assembly(entered.inspect_llvm().replace(entered.native_name, f"finder_{entry}")))
    outside = [one.name for one in module.functions if one.is_declaration and not one.name.startswith("llvm.")]
    assert not outside, f"compiled code calls {outside}"
    return bytes(_machine().emit_object(module))


def _types(function: Callable[..., None]) -> list[Any]:
    """The types of an entry's parameters: numbers, and addresses of integers."""
    from numba import types

    def type_of(name: str, annotation: str) -> Any:
        return types.int64 if annotation == "int" else types.CPointer(getattr(types, _SMALL.get(name, "int64")))  # type: ignore[no-untyped-call]

    return [type_of(name, parameter.annotation) for name, parameter in inspect.signature(function).parameters.items()]


def _inlined(function: Callable[..., Any], given: Mapping[str, Any], known: dict[Callable[..., Any], Any]) -> Any:
    """The function's own code, compiled to be inlined, calling the compiled code of every function of this program that it names."""
    from numba import njit

    if function not in known:
        known[function] = njit(**_INLINE)(_with_compiled(function, given, known))
    return known[function]


def _with_compiled(function: Callable[..., Any], given: Mapping[str, Any], known: dict[Callable[..., Any], Any]) -> FunctionType:
    """The function with compiled ones in place of those that it names; ``given`` are names with other values."""
    assert isinstance(function, FunctionType)
    names = {**function.__globals__, **given}
    for name in function.__code__.co_names:
        other = names.get(name)
        if isinstance(other, FunctionType) and other.__module__.startswith("finder."):
            names[name] = _inlined(other, given, known)
    return FunctionType(function.__code__, names, function.__name__, function.__defaults__)


# ---- loading


def _machine() -> Any:
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    cpu, features = binding.get_host_cpu_name(), binding.get_host_cpu_features().flatten()
    return binding.Target.from_default_triple().create_target_machine(cpu=cpu, features=features, opt=3, reloc="pic", codemodel="small")


@cache
def _loaded(code: bytes) -> tuple[list[Any], Any]:
    """The entries of object code, as functions of ctypes, which let other threads run; and the library that holds them in memory."""
    from llvmlite import binding

    linker = binding.JITLibraryBuilder().add_object_img(code)
    for entry in _ENTRIES:
        linker.export_symbol(f"finder_{entry}")
    library = linker.link(_jit(), hashlib.sha256(code).hexdigest())
    return [_callable(library[f"finder_{entry}"], getattr(compiled_kernel, entry)) for entry in _ENTRIES], library


@cache
def _jit() -> Any:
    from llvmlite import binding

    return binding.create_lljit_compiler(_machine())


def _callable(address: int, function: Callable[..., None]) -> Callable[..., None]:
    parameters = inspect.signature(function).parameters.values()
    kinds = [ctypes.c_int64 if parameter.annotation == "int" else ctypes.c_void_p for parameter in parameters]
    return ctypes.CFUNCTYPE(None, *kinds)(address)
