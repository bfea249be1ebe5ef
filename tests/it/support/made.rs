//! What compilers make, once for all tests of this process.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use tempfile::TempDir;

/// Where the programs of this process are; removed when it ends.
pub fn programs_folder() -> &'static Path {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    unsafe extern "C" {
        fn atexit(function: extern "C" fn()) -> i32;
    }
    extern "C" fn remove() {
        // What is left behind does no harm.
        let _ = FOLDER.get().map(|folder| fs::remove_dir_all(folder.path()));
    }
    let folder = FOLDER.get_or_init(|| {
        // SAFETY: it is the C library's, and the function may be called at any time.
        unsafe { atexit(remove) };
        tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap()
    });
    folder.path()
}

/// The program of a source, which is made in this way by the first test that asks for it.
pub fn made_once(source: &str, way: &str, make: impl FnOnce(&Path)) -> PathBuf {
    type Programs = BTreeMap<(String, String), Arc<(usize, OnceLock<PathBuf>)>>;
    static PROGRAMS: Mutex<Programs> = Mutex::new(Programs::new());
    let mut programs = PROGRAMS.lock().unwrap();
    // In two folders there may be two sources of one name.
    let number = programs.len();
    let one = programs.entry((source.to_owned(), way.to_owned()));
    let one = one.or_insert_with(|| Arc::new((number, OnceLock::new()))).clone();
    drop(programs);
    let (number, program) = &*one;
    let made = || {
        let name = Path::new(source).file_stem().unwrap().display();
        let program = programs_folder().join(format!("{name}-{number}"));
        make(&program);
        program
    };
    program.get_or_init(made).clone()
}
