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

    /// The flags of the mappings that this memory lies in.
    fn flags_of<T>(elements: &Vec<T>) -> Vec<String> {
        let start = elements.as_ptr() as usize;
        let end = start + elements.capacity() * size_of::<T>();
        let (mut is_here, mut flags) = (false, Vec::new());
        for line in fs::read_to_string("/proc/self/smaps").unwrap().lines() {
            let range = line.split(' ').next().and_then(|range| range.split_once('-'));
            let place = |text: &str| usize::from_str_radix(text, 16).ok();
            if let Some((Some(from), Some(to))) = range.map(|(from, to)| (place(from), place(to))) {
                is_here = from < end && start < to;
            } else if let Some(named) = line.strip_prefix("VmFlags:").filter(|_| is_here) {
                flags.push(format!("{named} "));
            }
        }
        flags
    }

    /// As a kernel marks memory for which large pages were asked for; one without them has no such folder.
    fn wants_large_pages<T>(elements: &Vec<T>) -> bool {
        let flags = flags_of(elements);
        assert_ne!(flags, [""; 0], "it lies somewhere");
        let knows_them = fs::exists("/sys/kernel/mm/transparent_hugepage").unwrap();
        !knows_them || flags.iter().all(|flags| flags.contains(" hg "))
    }

    #[test]
    fn large_pages_are_asked_for_all_of_a_large_answer() {
        let large = zeroed(LENGTH);
        assert!(wants_large_pages(&large));
        assert!(large.iter().all(|byte| *byte == 0));
        let mut records = vec![[1_u64; 20]];
        reserve(&mut records, LENGTH / size_of::<[u64; 20]>());
        assert!(wants_large_pages(&records));
        assert_eq!(records, [[1; 20]]);
    }

    #[test]
    fn whole_pages_are_asked_for_and_none_for_a_small_answer() {
        const LARGE: usize = 2 << 20;
        assert_eq!(pages::whole_pages(0x1010, LARGE, 0x1000), Some((0x1000, LARGE + 0x1000)));
        assert_eq!(pages::whole_pages(0x1000, LARGE, 0x1000), Some((0x1000, LARGE)));
        assert_eq!(pages::whole_pages(0x1010, LARGE - 1, 0x1000), None);
        assert_eq!(pages::whole_pages(usize::MAX, LARGE, 0x1000), None);
        assert_eq!(pages::whole_pages(0x1010, LARGE, 0), None);
    }

    #[test]
    fn what_has_large_pages_can_still_grow_and_become_smaller() {
        let mut bytes = zeroed(LENGTH);
        assert_eq!(flags_of(&bytes).len(), 1, "a part of a mapping cannot be made longer");
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
