//! The three ways to sign in.

use std::collections::HashSet;
use std::sync::Mutex;

use super::refusal::Refusal;
use crate::http::parameters::Parameters;
use crate::life::accounts::Accounts;
use crate::lock::lock;

const ACCOUNT: &str = "acme";

#[derive(Debug, PartialEq, Eq)]
enum SignIn {
    Password { username: String, password: String },
    IdToken { token: String, account: String },
    Code { code: String, account: String },
}

/// The sign-ins so far, as far as one has to know of them.
#[derive(Default)]
pub struct SignIns {
    used_codes: Mutex<HashSet<String>>,
}

impl SignIns {
    /// The email of the user who signs in with these parameters.
    pub fn member(&self, parameters: &Parameters, accounts: &Accounts) -> Result<String, Refusal> {
        let email = match read(parameters)? {
            SignIn::Password { username, password } => {
                accounts.opens(&username, &password).then_some(username)
            }
            SignIn::IdToken { token, account } => {
                check_account(&account)?;
                token.strip_prefix("token:").map(str::to_owned)
            }
            SignIn::Code { code, account } => {
                check_account(&account)?;
                self.redeem(&code)
            }
        };
        email.filter(|email| accounts.knows(email)).ok_or_else(Refusal::sign_in)
    }

    /// The email in `code:<email>:<anything>`, the first time.
    fn redeem(&self, code: &str) -> Option<String> {
        let (email, _) = code.strip_prefix("code:")?.split_once(':')?;
        let first = lock(&self.used_codes).insert(code.to_owned());
        first.then(|| email.to_owned())
    }
}

fn read(parameters: &Parameters) -> Result<SignIn, Refusal> {
    let get = |name| parameters.text(name);
    let has = |name| parameters.has(name);
    let ways = [has("username") || has("password"), has("id_token"), has("code")];
    if ways.iter().filter(|way| **way).count() != 1 {
        let message = "Exactly one sign-in is wanted: username and password, \
             id_token and customer_account_code, or code and customer_account_code.";
        return Err(Refusal::missing(message));
    }
    let found = if let Some(token) = get("id_token") {
        get("customer_account_code").map(|account| SignIn::IdToken { token, account })
    } else if let Some(code) = get("code") {
        get("customer_account_code").map(|account| SignIn::Code { code, account })
    } else {
        let password = get("username").zip(get("password"));
        password.map(|(username, password)| SignIn::Password { username, password })
    };
    found.ok_or_else(|| Refusal::missing("Half of the sign-in is missing."))
}

/// Refuses an account that there is not.
pub fn check_account(account: &str) -> Result<(), Refusal> {
    if account == ACCOUNT {
        return Ok(());
    }
    Err(Refusal::api("customer_account_not_found", "There is no such customer account."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::request::Request;

    fn code_of(query: &str) -> Result<SignIn, &'static str> {
        let raw_query = query.to_owned();
        let request = Request { raw_query, ..Request::default() };
        read(&Parameters::query(&request)).map_err(|refusal| refusal.code)
    }

    #[test]
    fn each_sign_in_is_read() {
        let (username, password) = ("a b".to_owned(), "p+&é".to_owned());
        assert_eq!(
            code_of("username=a%20b&password=p%2B%26%C3%A9"),
            Ok(SignIn::Password { username, password })
        );
        let (token, account) = ("t".to_owned(), "acme".to_owned());
        assert_eq!(
            code_of("id_token=t&customer_account_code=acme"),
            Ok(SignIn::IdToken { token, account })
        );
        let (code, account) = ("c".to_owned(), "acme".to_owned());
        assert_eq!(
            code_of("code=c&customer_account_code=acme&redirect_uri=x"),
            Ok(SignIn::Code { code, account })
        );
    }

    #[test]
    fn none_half_and_two_sign_ins_are_refused() {
        for query in [
            "",
            "username=a",
            "password=p",
            "username=&password=",
            "id_token=t",
            "code=c",
            "username=a&password=p&code=c&customer_account_code=acme",
            "id_token=t&code=c&customer_account_code=acme",
        ] {
            assert_eq!(code_of(query), Err("missing_parameters"), "{query}");
        }
    }
}
