//! Memory for large answers. The system gives it page by page, as it is written to: for an answer of many MiB that
//! takes nearly as long as reading it, unless the pages are large ones.

/// As many zeros.
pub fn zeroed(length: usize) -> Vec<u8> {
    let bytes = vec![0; length];
    pages::ask_for_large_ones(&bytes);
    bytes
}

/// Room for so many more elements, as [`Vec::reserve`] makes it. Nothing happens where there is no memory for them.
pub fn reserve<T>(elements: &mut Vec<T>, more: usize) {
    if elements.try_reserve(more).is_ok() {
        pages::ask_for_large_ones(elements);
    }
}

#[cfg(target_os = "linux")]
#[allow(unsafe_code)]
mod pages {
    /// The size of a large page, where pages have 4 KiB.
    const LARGE: usize = 2 << 20;

    /// For the memory of these elements. A wish: where it is not granted, nothing changes.
    pub fn ask_for_large_ones<T>(elements: &Vec<T>) {
        let length = elements.capacity().saturating_mul(size_of::<T>());
        if length >= LARGE {
            ask(elements.as_ptr() as usize, length);
        }
    }

    /// For whole pages: so much memory is a mapping of its own, which begins and ends with them. A part of one would
    /// become another mapping, and the system could not make it longer any more.
    fn ask(start: usize, length: usize) {
        // SAFETY: it looks at nothing of ours.
        let page = unsafe { libc::sysconf(libc::_SC_PAGESIZE) };
        let Some(last) = usize::try_from(page).ok().and_then(|page| page.checked_sub(1)) else {
            return;
        };
        let first = start & !last;
        let length =
            (start.saturating_add(length).saturating_sub(first).saturating_add(last)) & !last;
        // SAFETY: whatever lies there stays as it is.
        unsafe { libc::madvise(first as *mut libc::c_void, length, libc::MADV_HUGEPAGE) };
    }
}

#[cfg(not(target_os = "linux"))]
mod pages {
    /// Nothing to ask for: the system decides by itself, or asks for rights that a process does not have.
    #[allow(clippy::ptr_arg, reason = "elsewhere its capacity counts")]
    pub fn ask_for_large_ones<T>(_: &Vec<T>) {}
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use std::fs;

    use super::*;

    const LENGTH: usize = 8 << 20;

    /// The flags of the mapping that all of this memory lies in; `None`: it is in several, or in none.
    fn flags_of<T>(elements: &Vec<T>) -> Option<String> {
        let start = elements.as_ptr() as usize;
        let end = start + elements.capacity() * size_of::<T>();
        let (mut is_here, maps) = (false, fs::read_to_string("/proc/self/smaps").unwrap());
        for line in maps.lines() {
            let range = line.split(' ').next().and_then(|range| range.split_once('-'));
            let place = |text: &str| usize::from_str_radix(text, 16).ok();
            if let Some((Some(from), Some(to))) = range.map(|(from, to)| (place(from), place(to))) {
                is_here = from <= start && end <= to;
            } else if let Some(flags) = line.strip_prefix("VmFlags:").filter(|_| is_here) {
                return Some(format!("{flags} "));
            }
        }
        None
    }

    /// As a kernel marks memory for which large pages were asked for; one without them has no such folder.
    fn wants_large_pages<T>(elements: &Vec<T>) -> bool {
        let knows_them = fs::exists("/sys/kernel/mm/transparent_hugepage").unwrap();
        flags_of(elements).unwrap().contains(" hg ") || !knows_them
    }

    #[test]
    fn large_pages_are_asked_for_all_of_a_large_answer_and_for_no_small_one() {
        let large = zeroed(LENGTH);
        assert!(wants_large_pages(&large));
        assert!(large.iter().all(|byte| *byte == 0));
        let mut records = vec![[1_u64; 20]];
        reserve(&mut records, LENGTH / size_of::<[u64; 20]>());
        assert!(wants_large_pages(&records));
        assert!(!flags_of(&vec![0_u8; LENGTH / 64]).unwrap().contains(" hg "));
    }

    #[test]
    fn what_has_large_pages_can_still_grow_and_become_smaller() {
        let mut bytes = zeroed(LENGTH);
        bytes.fill(7);
        bytes.resize(3 * LENGTH, 8);
        bytes.truncate(LENGTH + 1);
        bytes.shrink_to_fit();
        assert_eq!((bytes[LENGTH - 1], bytes[LENGTH]), (7, 8));
    }

    #[test]
    fn where_there_is_no_memory_nothing_happens() {
        let mut bytes = vec![1_u8, 2];
        reserve(&mut bytes, isize::MAX.unsigned_abs());
        assert_eq!(bytes, [1, 2]);
        assert_eq!(zeroed(0), [0; 0]);
    }
}
