//! Calls that can fail: arguments are checked here, and results handed out.

use std::ffi::{CStr, c_char};
use std::mem::MaybeUninit;
use std::{ptr, slice};

use super::error::ls_error;
use super::panic::guard;
use super::read::c_text;
use super::status::ls_status;
use crate::error::Error;
use crate::run::caught;

/// The longest name: a product's short code, an email, an account code, a version.
pub const NAME: usize = 1024;
/// The longest password, key, token, code, URL, path or PEM text.
pub const LONG: usize = 64 * 1024;

pub type Out<'a, T> = Option<&'a mut MaybeUninit<T>>;

/// Runs what can fail, and reports it by status and error.
pub fn call(out_error: Out<*mut ls_error>, run: impl FnOnce() -> Result<(), Error>) -> ls_status {
    report(out_error, caught(run))
}

/// One copy for all functions.
#[inline(never)]
fn report(out_error: Out<*mut ls_error>, result: Result<(), Error>) -> ls_status {
    let status = result.as_ref().map_or_else(|error| error.status().into(), |()| ls_status::LS_OK);
    if let Some(out_error) = out_error {
        out_error.write(match result {
            Ok(()) => ptr::null_mut(),
            Err(error) => Box::into_raw(Box::new(ls_error::new(error))),
        });
    }
    status
}

/// Like [`call`], for a result that the caller is to own. It is NULL after a failure.
pub fn make<T>(
    out: Out<*mut T>,
    name: &str,
    out_error: Out<*mut ls_error>,
    run: impl FnOnce() -> Result<T, Error>,
) -> ls_status {
    let out = out.map(|out| out.write(ptr::null_mut()));
    call(out_error, || {
        let out = out.ok_or_else(|| is_null(name))?;
        *out = Box::into_raw(Box::new(run()?));
        Ok(())
    })
}

/// Like [`make`], for a number. It is 0 after a failure.
pub fn make_number(
    out: Out<i64>,
    name: &str,
    out_error: Out<*mut ls_error>,
    run: impl FnOnce() -> Result<i64, Error>,
) -> ls_status {
    let out = out.map(|out| out.write(0));
    call(out_error, || {
        let out = out.ok_or_else(|| is_null(name))?;
        *out = run()?;
        Ok(())
    })
}

/// Like [`make`], for text.
pub fn make_text(
    out: Out<*mut c_char>,
    name: &str,
    out_error: Out<*mut ls_error>,
    run: impl FnOnce() -> Result<String, Error>,
) -> ls_status {
    let out = out.map(|out| out.write(ptr::null_mut()));
    call(out_error, || {
        let out = out.ok_or_else(|| is_null(name))?;
        *out = c_text(&run()?).into_raw();
        Ok(())
    })
}

/// Makes an object; NULL if that panics.
pub fn create<T>(run: impl FnOnce() -> T) -> *mut T {
    guard(ptr::null_mut(), || Box::into_raw(Box::new(run())))
}

/// An object that must be there.
pub fn required<'a, T>(name: &str, object: Option<&'a T>) -> Result<&'a T, Error> {
    object.ok_or_else(|| is_null(name))
}

/// A string that must be there, not empty and not longer than `longest` bytes.
///
/// # Safety
/// `string` is NULL or ends with NUL, and stays as it is during the call.
pub unsafe fn string<'a>(
    name: &str,
    string: *const c_char,
    longest: usize,
) -> Result<&'a str, Error> {
    // SAFETY: the same promise.
    let text = unsafe { maybe_empty(name, string, longest) }?;
    if text.is_empty() {
        return Err(Error::invalid(name, "is empty"));
    }
    Ok(text)
}

/// Like [`string`], but NULL means none.
///
/// # Safety
/// As for [`string`].
pub unsafe fn optional<'a>(
    name: &str,
    text: *const c_char,
    longest: usize,
) -> Result<Option<&'a str>, Error> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: the same promise.
    unsafe { string(name, text, longest) }.map(Some)
}

/// Like [`string`], but it may be empty.
///
/// # Safety
/// As for [`string`].
pub unsafe fn maybe_empty<'a>(
    name: &str,
    string: *const c_char,
    longest: usize,
) -> Result<&'a str, Error> {
    if string.is_null() {
        return Err(is_null(name));
    }
    // SAFETY: it is not NULL, and the caller promises the rest.
    let text = unsafe { CStr::from_ptr(string) };
    if text.count_bytes() > longest {
        return Err(Error::invalid(name, format_args!("is longer than {longest} bytes")));
    }
    text.to_str().map_err(|_| Error::invalid(name, "is not UTF-8"))
}

/// Strings of an array, each as `read` takes it.
///
/// # Safety
/// `array` is NULL or has `count` elements, each as for [`string`].
pub unsafe fn texts<'a>(
    name: &str,
    array: *const *const c_char,
    count: usize,
    read: impl Fn(&str, *const c_char) -> Result<&'a str, Error>,
) -> Result<Vec<String>, Error> {
    if array.is_null() {
        return Err(is_null(name));
    }
    // SAFETY: it is not NULL, and the caller promises the count.
    let elements = unsafe { slice::from_raw_parts(array, count) };
    let texts = elements.iter().enumerate();
    texts.map(|(index, text)| read(&format!("{name}[{index}]"), *text).map(str::to_owned)).collect()
}

fn is_null(name: &str) -> Error {
    Error::invalid(name, "is NULL")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Status;
    use crate::ffi::read;

    #[test]
    fn a_panic_becomes_an_internal_error() {
        let mut error = MaybeUninit::uninit();
        let status = call(Some(&mut error), || panic!("this panic belongs to a test"));
        assert_eq!(status, ls_status::LS_ERR_INTERNAL);
        // SAFETY: call has filled it with a new object.
        let error = unsafe { Box::from_raw(error.assume_init()) };
        assert!(error.error().message().contains("internal error"));
        let mut out = MaybeUninit::uninit();
        let status = make::<u8>(Some(&mut out), "out", None, || panic!("this one too"));
        assert_eq!(status, ls_status::LS_ERR_INTERNAL);
        // SAFETY: make has filled it.
        assert!(unsafe { out.assume_init() }.is_null());
        assert!(!read::value::<u8, i64>(Some(&1), None, |_| panic!("and this one")));
    }

    #[test]
    fn strings_are_judged_by_name() {
        let refused = |text: *const c_char| {
            // SAFETY: the callers below pass NULL or literals.
            let error = unsafe { string("product", text, 8) }.unwrap_err();
            assert_eq!(error.status(), Status::InvalidArgument);
            error.message().to_owned()
        };
        assert_eq!(refused(ptr::null()), "product: is NULL");
        assert_eq!(refused(c"".as_ptr()), "product: is empty");
        assert_eq!(refused(c"\xff".as_ptr()), "product: is not UTF-8");
        assert_eq!(refused(c"123456789".as_ptr()), "product: is longer than 8 bytes");
    }
}
