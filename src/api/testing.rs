//! What is made of an answer, without a network: for tests and fuzz targets.

use super::{Call, Outgoing, ProductIds, ResponseKey, read};
use crate::error::Error;
use crate::secret::Secret;
use crate::transport::{BaseUrl, Response, Target};

/// A signature by the tests' own key, in Base64.
#[cfg(test)]
pub fn sign(bytes: &[u8]) -> String {
    use base64::Engine;
    use base64::prelude::BASE64_STANDARD;
    use ring::rand::SystemRandom;
    use ring::signature::{RSA_PKCS1_SHA256, RsaKeyPair};
    let pem = include_str!("../../tests/data/test-response-key.pem");
    let text: String = pem.lines().filter(|line| !line.starts_with('-')).collect();
    let key = BASE64_STANDARD.decode(text).expect("it is PEM");
    let key = RsaKeyPair::from_pkcs8(&key).expect("it is a key");
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), bytes, &mut signature).expect("it signs");
    BASE64_STANDARD.encode(signature)
}

/// The license of a user on a device.
#[cfg(test)]
pub fn device() -> super::Identification {
    let who = super::Who::Username("a@b.c".into());
    let (product, hardware_id) = ("up".into(), "h".into());
    super::Identification { product, hardware_id, who, license_id: Some(7) }
}

/// What a call makes of an answer, from the error answer to the model. `now` is in Unix seconds.
pub fn receive<C: Call>(
    call: &C,
    answer: Response,
    key: &ResponseKey,
    known: &[&Secret],
    now: i64,
) -> Result<C::Answer, Error> {
    let outgoing = Outgoing::of(call);
    let status = answer.status;
    let base = BaseUrl::parse("https://api.example.com").expect("it is one");
    let host = match &outgoing.target {
        Target::Path(_) => base.authority(),
        Target::Endpoint(endpoint) => endpoint.server().authority(),
    };
    let proven = outgoing.receive(answer, host, known, key, now)?;
    read(call, proven, &ProductIds::default()).map_err(|error| error.with_http_status(status))
}
