//! The Secret Service (GNOME Keyring, KWallet, KeePassXC) through libsecret, which is loaded when it is
//! first needed: nothing is linked, and where it is not installed there is no service to be used.
//!
//! Source: <https://gnome.pages.gitlab.gnome.org/libsecret/>. The library starts a thread for its
//! connection to the bus and cannot be unloaded.

#![allow(unsafe_code)]

use std::ffi::{CStr, CString, c_char, c_int, c_void};
use std::ptr;

use once_cell::sync::OnceCell;

use super::common::{LABEL, Unavailable};
use crate::environment::Environment;
use crate::secret::Secret;

const LIBRARY: &CStr = c"libsecret-1.so.0";
/// The one attribute of an item, besides the schema's name.
const ACCOUNT: &CStr = c"account";

/// `SecretSchema`: a name, no flags, attributes of strings.
#[repr(C)]
struct Schema {
    name: *const c_char,
    flags: c_int,
    attributes: [Attribute; 32],
    reserved: c_int,
    more_reserved: [*mut c_void; 7],
}

#[derive(Clone, Copy)]
#[repr(C)]
struct Attribute {
    name: *const c_char,
    kind: c_int,
}

// SAFETY: it is never written to, and its pointers are to constants.
unsafe impl Sync for Schema {}

static SCHEMA: Schema = {
    let mut attributes = [Attribute { name: ptr::null(), kind: 0 }; 32];
    attributes[0].name = ACCOUNT.as_ptr();
    Schema {
        name: c"lsagent.SignIn".as_ptr(),
        flags: 0,
        attributes,
        reserved: 0,
        more_reserved: [ptr::null_mut(); 7],
    }
};

/// `GError`.
#[repr(C)]
struct Failure {
    domain: u32,
    code: c_int,
    message: *const c_char,
}

type Out = *mut *mut Failure;
type Store = unsafe extern "C" fn(
    *const Schema,
    *const c_char,
    *const c_char,
    *const c_char,
    *mut c_void,
    Out,
    ...
) -> c_int;
type Lookup = unsafe extern "C" fn(*const Schema, *mut c_void, Out, ...) -> *mut c_char;
type Clear = unsafe extern "C" fn(*const Schema, *mut c_void, Out, ...) -> c_int;

/// The functions that are used of it.
struct Libsecret {
    store: Store,
    lookup: Lookup,
    clear: Clear,
    free_secret: unsafe extern "C" fn(*mut c_char),
    free_failure: unsafe extern "C" fn(*mut Failure),
}

pub fn set(name: &str, secret: &Secret) -> Result<(), Unavailable> {
    let library = libsecret()?;
    let (name, secret) = (text(name)?, secret_text(secret)?);
    let label = text(LABEL)?;
    library.call(|out| {
        // SAFETY: all texts end with NUL and outlive the call; the attributes are as in the schema,
        // and NULL ends them. NULL stands for the default collection and for no cancellable.
        unsafe {
            let (schema, none) = (&raw const SCHEMA, ptr::null_mut());
            let secret = secret.as_ptr().cast();
            (library.store)(
                schema,
                ptr::null(),
                label.as_ptr(),
                secret,
                none,
                out,
                ACCOUNT.as_ptr(),
                name.as_ptr(),
                ptr::null::<c_char>(),
            );
        }
    })
}

pub fn find(name: &str) -> Result<Option<Secret>, Unavailable> {
    let library = libsecret()?;
    let name = text(name)?;
    let mut found = ptr::null_mut();
    library.call(|out| {
        // SAFETY: as above.
        found = unsafe {
            let (schema, none) = (&raw const SCHEMA, ptr::null_mut());
            let end = ptr::null::<c_char>();
            (library.lookup)(schema, none, out, ACCOUNT.as_ptr(), name.as_ptr(), end)
        };
    })?;
    if found.is_null() {
        return Ok(None);
    }
    // SAFETY: it gave out text that ends with NUL, to be freed, and overwritten, by its own function.
    let secret = unsafe {
        let secret = CStr::from_ptr(found).to_str().map(Secret::new);
        (library.free_secret)(found);
        secret
    };
    secret.map(Some).map_err(|_| "the secret service's entry is not text".to_owned())
}

pub fn remove(name: &str) -> Result<(), Unavailable> {
    let library = libsecret()?;
    let name = text(name)?;
    library.call(|out| {
        // SAFETY: as above.
        unsafe {
            let (schema, none) = (&raw const SCHEMA, ptr::null_mut());
            let end = ptr::null::<c_char>();
            (library.clear)(schema, none, out, ACCOUNT.as_ptr(), name.as_ptr(), end);
        }
    })
}

/// Without a bus of the session's own there is no service to ask; libsecret would start one. Which bus it
/// asks it reads from the process's environment itself, when it is first asked: its interface takes
/// no address.
pub fn must_be_there(environment: &Environment) -> Result<(), Unavailable> {
    let folder = environment.absolute_path("XDG_RUNTIME_DIR");
    let may_be_there = environment.get("DBUS_SESSION_BUS_ADDRESS").is_some()
        || folder.is_some_and(|folder| folder.join("bus").exists());
    if may_be_there { Ok(()) } else { Err("no secret service runs".to_owned()) }
}

impl Libsecret {
    /// Makes a call, and an error of its `GError`.
    fn call(&self, call: impl FnOnce(Out)) -> Result<(), Unavailable> {
        let mut failure: *mut Failure = ptr::null_mut();
        call(&raw mut failure);
        if failure.is_null() {
            return Ok(());
        }
        // Its text is the service's own, and may name anything.
        // SAFETY: what is not NULL is an error that is ours.
        let code = unsafe {
            let code = (*failure).code;
            (self.free_failure)(failure);
            code
        };
        Err(format!("the secret service does not do it (error {code})"))
    }

    fn load() -> Result<Self, Unavailable> {
        // SAFETY: the name ends with NUL. What its initialisers do is as in every program that is
        // linked to it.
        let library = unsafe { libc::dlopen(LIBRARY.as_ptr(), libc::RTLD_NOW | libc::RTLD_LOCAL) };
        if library.is_null() {
            return Err("libsecret is not installed".to_owned());
        }
        let symbol = |name: &CStr| {
            // SAFETY: the handle is good, and the name ends with NUL.
            let symbol = unsafe { libc::dlsym(library, name.as_ptr()) };
            if symbol.is_null() { Err("libsecret is too old".to_owned()) } else { Ok(symbol) }
        };
        // SAFETY: the functions have had these signatures since libsecret 0.16; that of GLib is found
        // since libsecret needs it.
        unsafe {
            Ok(Self {
                store: std::mem::transmute::<*mut c_void, Store>(symbol(
                    c"secret_password_store_sync",
                )?),
                lookup: std::mem::transmute::<*mut c_void, Lookup>(symbol(
                    c"secret_password_lookup_sync",
                )?),
                clear: std::mem::transmute::<*mut c_void, Clear>(symbol(
                    c"secret_password_clear_sync",
                )?),
                free_secret: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut c_char)>(
                    symbol(c"secret_password_free")?,
                ),
                free_failure: std::mem::transmute::<*mut c_void, unsafe extern "C" fn(*mut Failure)>(
                    symbol(c"g_error_free")?,
                ),
            })
        }
    }
}

fn libsecret() -> Result<&'static Libsecret, Unavailable> {
    static LIBSECRET: OnceCell<Libsecret> = OnceCell::new();
    LIBSECRET.get_or_try_init(Libsecret::load)
}

fn text(text: &str) -> Result<CString, Unavailable> {
    CString::new(text).map_err(|_| "a name with a NUL cannot be kept".to_owned())
}

/// Overwritten when dropped.
fn secret_text(secret: &Secret) -> Result<zeroize::Zeroizing<Vec<u8>>, Unavailable> {
    if secret.expose().contains('\0') {
        return Err("a secret with a NUL cannot be kept".to_owned());
    }
    Ok(zeroize::Zeroizing::new([secret.expose().as_bytes(), b"\0"].concat()))
}
