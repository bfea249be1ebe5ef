/* Wine 8 has no bcryptprimitives.dll, where Rust's standard library gets its random numbers on
 * Windows. This one gets them from where Wine has them. For tests under Wine; never shipped. */
#include <windows.h>

BOOLEAN NTAPI SystemFunction036(void *data, ULONG size);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size)
{
    for (SIZE_T done = 0; done < size;) {
        ULONG part = size - done < 0x10000 ? (ULONG)(size - done) : 0x10000;
        if (!SystemFunction036(data + done, part))
            return FALSE;
        done += part;
    }
    return TRUE;
}
