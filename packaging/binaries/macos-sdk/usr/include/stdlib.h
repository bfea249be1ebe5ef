/* The functions of C that ring's sources call. */
#ifndef LSAGENT_STDLIB_H
#define LSAGENT_STDLIB_H

#include <stddef.h>

void abort(void) __attribute__((noreturn));

#endif
