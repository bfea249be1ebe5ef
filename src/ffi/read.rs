//! Objects on their way out: how they are read, and how they end.

use std::ffi::{CStr, CString, c_char};
use std::mem::MaybeUninit;
use std::ptr;

use super::panic::guard;

/// Drops an object; NULL is a no-op.
pub fn free<T>(object: Option<Box<T>>) {
    guard((), || drop(object));
}

/// Reads a number, a bool or a time: false if there is none, and then `*out` is zero.
pub fn value<O, T: Default>(
    object: Option<&O>,
    out: Option<&mut MaybeUninit<T>>,
    read: impl FnOnce(&O) -> Option<T>,
) -> bool {
    let found = guard(None, || object.and_then(read));
    let present = found.is_some();
    if let Some(out) = out {
        out.write(found.unwrap_or_default());
    }
    present
}

/// Reads text that lives as long as the object; NULL if there is none.
pub fn text<O>(object: Option<&O>, read: impl FnOnce(&O) -> Option<&CStr>) -> *const c_char {
    let found = guard(None, || object.and_then(read));
    found.map_or(ptr::null(), CStr::as_ptr)
}

/// Reads an object inside another; NULL if there is none.
pub fn part<O, P>(object: Option<&O>, read: impl FnOnce(&O) -> Option<&P>) -> *const P {
    let found = guard(None, || object.and_then(read));
    found.map_or(ptr::null(), ptr::from_ref)
}

/// Reads something that is always there; the fallback stands for it where the object is NULL.
pub fn read<O, T: Copy>(object: Option<&O>, fallback: T, read: impl FnOnce(&O) -> T) -> T {
    guard(fallback, || object.map_or(fallback, read))
}

/// Text for C, which would take a U+0000 for its end.
pub fn c_text(text: &str) -> CString {
    CString::new(text.replace('\0', " ")).unwrap_or_default()
}

/// Makes a string that the caller is to own; NULL where the object is NULL.
pub fn owned<O>(object: Option<&O>, make: impl FnOnce(&O) -> String) -> *mut c_char {
    guard(ptr::null_mut(), || {
        let text = object.map(make).and_then(|text| CString::new(text).ok());
        text.map_or(ptr::null_mut(), CString::into_raw)
    })
}

/// A C type that is a Rust type under another name.
///
/// # Safety
/// The implementing type is `repr(transparent)` over `Inner`.
pub unsafe trait Renamed: Sized {
    type Inner;

    fn of(inner: &Self::Inner) -> &Self {
        // SAFETY: the layouts are the same, and the lifetime is that of the argument.
        unsafe { &*ptr::from_ref(inner).cast::<Self>() }
    }
}

/// Makes such a type known as one.
macro_rules! renamed {
    ($name:ident, $inner:ty) => {
        // SAFETY: it is defined as repr(transparent).
        unsafe impl $crate::ffi::read::Renamed for $name {
            type Inner = $inner;
        }
        const _: () = assert!(size_of::<$name>() == size_of::<$inner>());
    };
}
pub(crate) use renamed;
