//! `ls_credentials`.

use std::ffi::c_char;

use super::call::{self, LONG, NAME, create};
use super::read::free;
use crate::api::{Identity, Who};
use crate::error::Error;
use crate::secret::Secret;

/// How a user signs in, or the license key of a product that has no users. Belongs to one thread at a time; read during a call only, and may be freed right
/// after it. Overwritten in memory when freed, as are the copies that a call makes. Copies of the operating
/// system and of the application are not overwritten. With ls_config_set_remember() the agent holds the password until it is freed.
///
/// The constructors do not fail: an argument that is NULL, empty, too long or not UTF-8 is reported by
/// the call that uses the credentials, as LS_ERR_INVALID_ARGUMENT with the parameter's name.
pub struct ls_credentials(Result<Who, Error>);

impl ls_credentials {
    /// Of a user, for calls that are about one.
    pub(super) fn identity(&self) -> Result<Identity, Error> {
        match self.0.clone()? {
            Who::SignIn(identity) => Ok(identity),
            Who::LicenseKey(_) | Who::Username(_) => Err(Error::invalid(
                "credentials",
                "a license key signs no user in; it is for ls_activate()",
            )),
        }
    }

    /// For calls that take a license key too.
    pub(super) fn who(&self) -> Result<Who, Error> {
        self.0.clone()
    }
}

/// Signs in with the user's email and password.
///
/// Online the server judges the password. For offline the store holds 12 bits of a hash of it, so
/// that nobody can guess it from the disk: one wrong password in 4,096 also gets the stored answer
/// of this user.
///
/// @param username The email of the user, up to 1,024 bytes; copied.
/// @param password The password, up to 65,536 bytes; copied.
/// @return The credentials, which the caller frees with ls_credentials_free().
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_credentials_new_password(
    username: *const c_char,
    password: *const c_char,
) -> *mut ls_credentials {
    // SAFETY: the caller passes NULL or strings that end with NUL.
    let identity = || unsafe {
        Ok(Identity::Password {
            username: call::string("username", username, NAME)?.to_owned(),
            password: Secret::new(call::string("password", password, LONG)?),
        })
    };
    create(|| ls_credentials(identity().map(Who::SignIn)))
}

/// Holds a license of a key-based product by its key. For ls_activate() alone: there is no user to
/// sign in, so that ls_user_licenses(), ls_check() and others that ask about one refuse it with
/// LS_ERR_INVALID_ARGUMENT, naming credentials.
///
/// @param license_key The license key, up to 1,024 bytes; copied.
/// @return The credentials, which the caller frees with ls_credentials_free().
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/activate-license
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_credentials_new_license_key(
    license_key: *const c_char,
) -> *mut ls_credentials {
    // SAFETY: the caller passes NULL or a string that ends with NUL.
    let key = || unsafe { call::string("license_key", license_key, NAME) };
    create(|| ls_credentials(key().map(|key| Who::LicenseKey(Secret::new(key)))))
}

/// Signs in with the token of a single sign-on (implicit grant; the API wants the access_token
/// value).
///
/// @param id_token The token, up to 65,536 bytes; copied.
/// @param customer_account_code The code of the customer account that the identity provider belongs
/// to, up to 1,024 bytes; copied.
/// @return The credentials, which the caller frees with ls_credentials_free().
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_credentials_new_id_token(
    id_token: *const c_char,
    customer_account_code: *const c_char,
) -> *mut ls_credentials {
    // SAFETY: the caller passes NULL or strings that end with NUL.
    let identity = || unsafe {
        Ok(Identity::IdToken {
            id_token: Secret::new(call::string("id_token", id_token, LONG)?),
            customer_account_code: call::string(
                "customer_account_code",
                customer_account_code,
                NAME,
            )?
            .to_owned(),
        })
    };
    create(|| ls_credentials(identity().map(Who::SignIn)))
}

/// Signs in with the code of a single sign-on (authorization code grant). It is good for one use,
/// and therefore sent again only if the server refused the request's date before looking at it.
///
/// @param code The code, up to 65,536 bytes; copied.
/// @param customer_account_code The code of the customer account that the identity provider belongs
/// to, up to 1,024 bytes; copied.
/// @param redirect_uri The redirect URI that the code was issued for, up to 1,024 bytes, copied; or
/// NULL.
/// @return The credentials, which the caller frees with ls_credentials_free().
///
/// Does not block.
/// Source: https://docs.licensespring.com/license-api/list-licenses/licenses-for-user
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_credentials_new_code(
    code: *const c_char,
    customer_account_code: *const c_char,
    redirect_uri: *const c_char,
) -> *mut ls_credentials {
    // SAFETY: the caller passes NULL or strings that end with NUL.
    let identity = || unsafe {
        Ok(Identity::Code {
            code: Secret::new(call::string("code", code, LONG)?),
            customer_account_code: call::string(
                "customer_account_code",
                customer_account_code,
                NAME,
            )?
            .to_owned(),
            redirect_uri: call::optional("redirect_uri", redirect_uri, NAME)?.map(str::to_owned),
        })
    };
    create(|| ls_credentials(identity().map(Who::SignIn)))
}

/// Asks as a user who signed in on this device before, without a secret. Answered from the store
/// alone, while the offline grace lasts; LS_POLICY_NETWORK_ONLY is LS_ERR_INVALID_ARGUMENT with it.
///
/// With ls_config_set_remember() the server is asked with the remembered password, as the policy
/// says; if there is none, or the platform does not give it in half of the time, the store answers,
/// and LS_POLICY_NETWORK_ONLY is LS_ERR_NOT_CACHED.
///
/// @param username_or_null The email of the user, up to 1,024 bytes, copied; NULL for the user who
/// signed in last.
/// @return The credentials, which the caller frees with ls_credentials_free().
///
/// Does not block.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn ls_credentials_new_remembered(
    username_or_null: *const c_char,
) -> *mut ls_credentials {
    create(|| {
        // SAFETY: the caller passes NULL or a string that ends with NUL.
        let username = unsafe { call::optional("username_or_null", username_or_null, NAME) };
        let username = username.map(|username| username.map(str::to_owned));
        ls_credentials(username.map(|username| Who::SignIn(Identity::Remembered { username })))
    })
}

/// Frees credentials.
///
/// @param credentials The credentials. NULL is a no-op.
#[unsafe(no_mangle)]
pub extern "C" fn ls_credentials_free(credentials: Option<Box<ls_credentials>>) {
    free(credentials);
}
