//! Memory for large answers. The system gives it page by page, as it is written to: for an answer of many MiB that
//! takes nearly as long as reading it, unless the pages are large ones.

#[cfg_attr(target_os = "linux", path = "memory/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "memory/other.rs")]
mod pages;

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
