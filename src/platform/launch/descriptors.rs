//! What a program that is started gets of the application's descriptors: 0, 1 and 2.
//!
//! A browser may live longer than the application, and with it the sockets and locked files that it
//! was handed by accident: after a restart the application would find its own port in use.

use std::os::unix::process::CommandExt;
use std::process::Command;

#[cfg_attr(target_os = "linux", path = "descriptors/linux.rs")]
#[cfg_attr(not(target_os = "linux"), path = "descriptors/other.rs")]
mod at_once;

const FIRST: libc::c_uint = 3;
/// Where one after the other is marked: a limit of a billion would take minutes.
const MAX_DESCRIPTORS: libc::rlim_t = 1 << 16;

/// Has all others closed when the program takes over.
#[allow(unsafe_code)]
pub fn keep(command: &mut Command) {
    let mark = || {
        mark_all();
        Ok(())
    };
    // SAFETY: between fork and exec it makes system calls alone: no lock, no memory.
    unsafe { command.pre_exec(mark) };
}

fn mark_all() {
    if !at_once::mark_from(FIRST) {
        mark_one_by_one();
    }
}

#[allow(unsafe_code)]
fn mark_one_by_one() {
    let mut limit = libc::rlimit { rlim_cur: MAX_DESCRIPTORS, rlim_max: 0 };
    // SAFETY: it writes the limit, or leaves it as it is.
    unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) };
    for descriptor in FIRST..limit.rlim_cur.min(MAX_DESCRIPTORS) as libc::c_uint {
        // SAFETY: it takes numbers alone, and refuses those that are not open.
        unsafe { libc::fcntl(descriptor.cast_signed(), libc::F_SETFD, libc::FD_CLOEXEC) };
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use std::fs::File;
    use std::os::fd::AsRawFd;

    /// What `ls` has open, where this process has something open that is not closed by itself.
    #[allow(unsafe_code)]
    fn open_in_a_program(mark: fn()) -> String {
        let file = File::open("/dev/null").unwrap();
        // SAFETY: it takes numbers alone.
        assert_eq!(unsafe { libc::fcntl(file.as_raw_fd(), libc::F_SETFD, 0) }, 0);
        let mut command = Command::new("ls");
        // SAFETY: as above.
        unsafe {
            command.arg("/proc/self/fd").pre_exec(move || {
                mark();
                Ok(())
            })
        };
        let listed = command.output().unwrap();
        assert!(listed.status.success());
        String::from_utf8(listed.stdout).unwrap()
    }

    /// The last one is the folder that `ls` reads.
    const OWN: &str = "0\n1\n2\n3\n";

    #[test]
    fn a_program_has_no_descriptors_of_the_application() {
        assert_ne!(open_in_a_program(|| ()), OWN, "there is one to be had");
        assert_eq!(open_in_a_program(mark_all), OWN);
    }

    #[test]
    fn an_old_kernel_is_asked_for_one_descriptor_after_the_other() {
        assert_eq!(open_in_a_program(mark_one_by_one), OWN);
    }
}
