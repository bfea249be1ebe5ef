//! Which license is meant: of a user who has several for a product the server would take the newest.

use crate::agent::recall::recall;
use crate::agent::rooms::Rooms;
use crate::api::{Identity, Stored, UserLicenses, Who};
use crate::error::{Error, Status};
use crate::model::{License, Licenses};
use crate::rules::entitlement;
use crate::run::Wait;

/// Who activates: how they prove who they are, and whom later calls name.
pub struct Applicant {
    pub who: Who,
    /// `None`: a single sign-on, of which the license tells the name.
    pub holder: Option<Who>,
    /// The licenses of a user, where they were asked for.
    pub licenses: Option<Licenses>,
}

impl Applicant {
    /// Asks for the licenses of a user whose sign-in lasts for more than one request, if they are wanted: that
    /// shows who it is, also where nothing is activated then. A code is used up by one request, which is the
    /// activation.
    pub fn sign_in(
        rooms: &Rooms,
        product: &str,
        who: Who,
        lists: bool,
        wait: &Wait,
    ) -> Result<Self, Error> {
        let who = with_secret(rooms, product, who, wait)?;
        let licenses = match &who {
            Who::SignIn(identity @ (Identity::Password { .. } | Identity::IdToken { .. }))
                if lists =>
            {
                let call = UserLicenses { product: product.to_owned(), identity: identity.clone() };
                Some(rooms.server().call(&call, wait, &|| ())?.data)
            }
            Who::SignIn(_) | Who::LicenseKey(_) | Who::Username(_) => None,
        };
        let first = licenses.as_ref().and_then(|licenses| licenses.0.first());
        let holder = who.known_holder().or_else(|| first.and_then(|one| who.holder_of(one)));
        Ok(Self { who, holder, licenses })
    }

    /// The id of the license to activate; `None`: whichever the server takes. `wanted` is the application's
    /// choice, `held` the license that this device has of this holder.
    pub fn choose(
        &self,
        product: &str,
        wanted: Option<i64>,
        held: Option<i64>,
        now: i64,
    ) -> Result<Option<i64>, Error> {
        let (None, Some(licenses)) = (wanted, &self.licenses) else {
            return Ok(wanted);
        };
        let id = |license: &License| license.id.get();
        let is_usable = |license: &&License| entitlement::allows(license, product, now);
        let mut usable = licenses.0.iter().filter(is_usable);
        match (held, usable.next(), usable.next()) {
            (Some(held), _, _) if licenses.0.iter().any(|one| id(one) == Some(held)) => {
                Ok(Some(held))
            }
            (_, Some(_), Some(_)) => Err(Error::invalid(
                "license_id",
                "this user has several usable licenses of the product; say which one, by its id",
            )),
            (_, Some(only), None) => Ok(id(only)),
            // The server says what is the matter with the best of them.
            (_, None, _) => {
                let best = entitlement::decide(licenses, product, None, now).license;
                Ok(best.and_then(|place| licenses.0.get(place)).and_then(id))
            }
        }
    }
}

/// The same, with the saved password of a remembered user.
pub fn with_secret(rooms: &Rooms, product: &str, who: Who, wait: &Wait) -> Result<Who, Error> {
    let Who::SignIn(identity) = who else {
        return Ok(who);
    };
    let call = UserLicenses { product: product.to_owned(), identity };
    let recalled = recall(rooms, &call, wait);
    let call = UserLicenses { identity: recalled.unwrap_or(call.identity), ..call };
    call.require_secret().map_err(|error| {
        Error::new(
            Status::InvalidArgument,
            "credentials: no password of this user is remembered; sign in with one to activate",
        )
        .and(error.message())
    })?;
    Ok(Who::SignIn(call.identity))
}
