#pragma once
// The C++ library itself is included by CSimdJSON only; this target carries its linker flags.
