/* glibc asks for it where pointers have 4 bytes, as libstdcxx.h makes it believe; it would name what is missing. */
