/*
 * Read before all else: makes Debian's libstdc++ and glibc stand in for Microsoft's standard library, whose headers
 * come with Visual Studio alone. Nothing is compiled to run; sizes are those of Windows, where `long` has 32 bits.
 */

/* The integers of the compiler, which knows those of Windows, and not those of glibc. */
#undef __STDC_HOSTED__
#define __STDC_HOSTED__ 0
#include <stdint.h>
#undef __STDC_HOSTED__
#define __STDC_HOSTED__ 1

/* What glibc wants to know of the processor: one whose `long` has 32 bits. */
#define __x86_64__ 1
#define __ILP32__ 1

/* What g++ and clang++ define for their own target. */
#define __STRICT_ANSI__ 1
#define _GNU_SOURCE 1
#define __GCC_ATOMIC_TEST_AND_SET_TRUEVAL 1
#define __GCC_ATOMIC_BOOL_LOCK_FREE 2
#define __GCC_ATOMIC_CHAR_LOCK_FREE 2
#define __GCC_ATOMIC_CHAR8_T_LOCK_FREE 2
#define __GCC_ATOMIC_CHAR16_T_LOCK_FREE 2
#define __GCC_ATOMIC_CHAR32_T_LOCK_FREE 2
#define __GCC_ATOMIC_WCHAR_T_LOCK_FREE 2
#define __GCC_ATOMIC_SHORT_LOCK_FREE 2
#define __GCC_ATOMIC_INT_LOCK_FREE 2
#define __GCC_ATOMIC_LONG_LOCK_FREE 2
#define __GCC_ATOMIC_LLONG_LOCK_FREE 2
#define __GCC_ATOMIC_POINTER_LOCK_FREE 2
