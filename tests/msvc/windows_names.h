/* Macros that <windows.h> leaves behind, with names that others like as well. */
#define min(a, b) (((a) < (b)) ? (a) : (b))
#define max(a, b) (((a) > (b)) ? (a) : (b))
#define small char
#define hyper __int64
#define near
#define far
#define interface struct
#define cdecl __cdecl
#define pascal __stdcall
#define CALLBACK __stdcall
#define CONST const
#define VOID void
#define IN
#define OUT
#define OPTIONAL
#define TRUE 1
#define FALSE 0
#define STRICT 1
#define ERROR 0
#define NO_ERROR 0L
#define DELETE (0x00010000L)
#define ABSOLUTE 1
#define RELATIVE 2
#define TRANSPARENT 1
#define OPAQUE 2
#define DIFFERENCE 11
#define IGNORE 0
#define INFINITE 0xFFFFFFFF
#define Yield()
#define GetObject GetObjectW
#define GetMessage GetMessageW
#define SendMessage SendMessageW
#define CreateFile CreateFileW
#define DeleteFile DeleteFileW
#define GetUserName GetUserNameW
#define GetCurrentTime() GetTickCount()
#define LoadLibrary LoadLibraryW
#define RegisterClass RegisterClassW
