//! Pages that the application asks for.

#![allow(unsafe_code)]

/// The size of a large page, where pages have 4 KiB.
const LARGE: usize = 2 << 20;

/// For the memory of these elements. A wish: where it is not granted, nothing changes.
pub fn ask_for_large_ones<T>(elements: &Vec<T>) {
    // SAFETY: it looks at nothing of ours.
    let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
    let length = elements.capacity().saturating_mul(size_of::<T>());
    let page = usize::try_from(page).ok();
    if let Some((start, length)) =
        page.and_then(|page| whole_pages(elements.as_ptr() as usize, length, page))
    {
        // SAFETY: whatever lies there stays as it is.
        unsafe { libc::madvise(start as *mut libc::c_void, length, libc::MADV_HUGEPAGE) };
    }
}

/// The pages that so much memory lies in, whole; `None`: it is not enough for a large one. So much memory is mostly a
/// mapping of its own, which begins and ends with them: a part of one would become another mapping, and the system
/// could not make it longer any more.
pub(super) fn whole_pages(start: usize, length: usize, page: usize) -> Option<(usize, usize)> {
    let last = page.checked_sub(1).filter(|_| length >= LARGE)?;
    let first = start & !last;
    let end = start.checked_add(length)?.checked_add(last)? & !last;
    Some((first, end.checked_sub(first)?))
}
