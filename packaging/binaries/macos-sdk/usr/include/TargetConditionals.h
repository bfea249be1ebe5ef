/* Which of Apple's systems a program is for: macOS. What ring's C asks, and no more. */
#ifndef LSAGENT_TARGET_CONDITIONALS_H
#define LSAGENT_TARGET_CONDITIONALS_H

#define TARGET_OS_MAC 1
#define TARGET_OS_OSX 1
#define TARGET_OS_IPHONE 0
#define TARGET_OS_IOS 0
#define TARGET_OS_TV 0
#define TARGET_OS_WATCH 0
#define TARGET_OS_VISION 0
#define TARGET_OS_SIMULATOR 0

#endif
