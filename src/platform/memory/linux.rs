//! Pages that the application asks for.

#![allow(unsafe_code)]

/// The size of a large page, where pages have 4 KiB.
const LARGE: usize = 2 << 20;

/// For the memory of these elements. A wish: where it is not granted, nothing changes.
pub fn ask_for_large_ones<T>(elements: &Vec<T>) {
    let length = elements.capacity().saturating_mul(size_of::<T>());
    if length >= LARGE {
        ask(elements.as_ptr() as usize, length);
    }
}

/// For whole pages: so much memory is mostly a mapping of its own, which begins and ends with them. A part of one would
/// become another mapping, and the system could not make it longer any more.
fn ask(start: usize, length: usize) {
    // SAFETY: it looks at nothing of ours.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let Some(last) = usize::try_from(page).ok().and_then(|page| page.checked_sub(1)) else {
        return;
    };
    let first = start & !last;
    let length = (start.saturating_add(length).saturating_sub(first).saturating_add(last)) & !last;
    // SAFETY: whatever lies there stays as it is.
    unsafe { libc::madvise(first as *mut libc::c_void, length, libc::MADV_HUGEPAGE) };
}
