//! The examples of the RFCs, and our own signatures checked by the public key.

use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ED25519, KeyPair, RSA_PKCS1_2048_8192_SHA256, UnparsedPublicKey};

use super::*;

/// RFC 8463, A.1: the private key, as a seed, and the public one.
const SEED: &str = "nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=";
const PUBLIC: &str = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

/// RFC 8463, A.3.
const MESSAGE: &str = "From: Joe SixPack <joe@football.example.com>\r\n\
To: Suzie Q <suzie@shopping.example.net>\r\n\
Subject: Is dinner ready?\r\n\
Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n\
Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n\
\r\n\
Hi.\r\n\
\r\n\
We lost the game.  Are you hungry yet?\r\n\
\r\n\
Joe.\r\n";

fn ed25519() -> Key {
    let (seed, public) = (STANDARD.decode(SEED).unwrap(), STANDARD.decode(PUBLIC).unwrap());
    Key::Ed25519(Ed25519KeyPair::from_seed_and_public_key(&seed, &public).unwrap())
}

fn dkim(key: Key) -> Dkim {
    Dkim {
        domain: "football.example.com".into(),
        selector: "brisbane".into(),
        key,
    }
}

#[test]
fn the_rfcs_example_is_hashed_and_signed_as_there() {
    let (head, body) = parts(MESSAGE.as_bytes());
    let hash = STANDARD.encode(Sha256::digest(relaxed_body(body)));
    assert_eq!(hash, "2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=");
    let unsigned = "DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n d=football.example.com; i=@football.example.com;\r\n q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n subject : date : message-id : from : subject : date;\r\n bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n b=";
    let names = ["from", "to", "subject", "date", "message-id", "from", "subject", "date"];
    let text = signed_text(&fields(head), &names, unsigned);
    let signature = dkim(ed25519()).sign(&text).unwrap();
    assert_eq!(
        STANDARD.encode(signature),
        "/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11BusFa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw=="
    );
}

/// RFC 6376, 3.4.5.
#[test]
fn white_space_is_relaxed_as_the_rfc_shows() {
    let message = b"A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n";
    let (head, body) = parts(message);
    let relaxed: Vec<_> = fields(head)
        .iter()
        .map(|(name, value)| format!("{name}:{}", relaxed_value(value)))
        .collect();
    assert_eq!(relaxed, ["a:X", "b:Y Z"]);
    assert_eq!(relaxed_body(body), b" C\r\nD E\r\n");
    assert_eq!(relaxed_body(b""), b"");
    assert_eq!(relaxed_body(b"\r\n\r\n"), b"");
    assert_eq!(relaxed_body(b"no end"), b"no end\r\n");
    assert_eq!(relaxed_body(b" \t \r\nx\r\n"), b"\r\nx\r\n");
}

/// The signature of a signed message, and the text that it is of.
fn taken_apart(signed: &[u8]) -> (Vec<u8>, String) {
    let text = String::from_utf8(signed.to_vec()).unwrap();
    let end = text.find("\r\nFrom:").unwrap();
    let (own, message) = text.split_at(end + 2);
    let (unsigned, signature) = own.split_once(" b=").unwrap();
    let (head, _) = parts(message.as_bytes());
    let names = own.split_once("h=").unwrap().1.split_once(';').unwrap().0;
    let names: Vec<String> = names.split(':').map(|n| n.trim().to_owned()).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let signature: String = signature.split_whitespace().collect();
    let signed = signed_text(&fields(head), &names, &format!("{unsigned} b="));
    (STANDARD.decode(signature).unwrap(), signed)
}

#[test]
fn what_is_signed_is_verified_by_the_public_key_and_nothing_else() {
    let public = STANDARD.decode(PUBLIC).unwrap();
    let signed = dkim(ed25519()).signed(MESSAGE.as_bytes()).unwrap();
    assert_eq!(
        signed,
        dkim(ed25519()).signed(MESSAGE.as_bytes()).unwrap(),
        "the same mail, the same bytes"
    );
    assert!(signed.ends_with(MESSAGE.as_bytes()));
    let (signature, text) = taken_apart(&signed);
    let key = UnparsedPublicKey::new(&ED25519, &public);
    key.verify(&Sha256::digest(text.as_bytes()), &signature).unwrap();
    let changed = String::from_utf8(signed).unwrap().replace("dinner", "supper");
    let (signature, text) = taken_apart(changed.as_bytes());
    key.verify(&Sha256::digest(text.as_bytes()), &signature).unwrap_err();
    let rsa = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
    let public = rsa.public_key().as_ref().to_vec();
    let (signature, text) = taken_apart(&dkim(Key::Rsa(rsa)).signed(MESSAGE.as_bytes()).unwrap());
    let key = UnparsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &public);
    key.verify(text.as_bytes(), &signature).unwrap();
}

#[test]
fn another_sender_in_front_breaks_the_signature() {
    let (_, text) = taken_apart(&dkim(ed25519()).signed(MESSAGE.as_bytes()).unwrap());
    let forged = format!("From: Somebody <x@evil.example>\r\n{MESSAGE}");
    let (head, _) = parts(forged.as_bytes());
    let names: Vec<&str> = ["from", "to", "subject", "date", "message-id", "from"].to_vec();
    assert_ne!(signed_text(&fields(head), &names, "DKIM-Signature: x"), text);
    assert!(signed_text(&fields(head), &names, "DKIM-Signature: x").contains("evil"));
}

#[test]
fn a_file_without_a_key_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("dkim.pem");
    for text in [
        "",
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----",
    ] {
        std::fs::write(&path, text).unwrap();
        let error = Dkim::from_file(&path, "example.org", "mail").unwrap_err();
        assert!(error.to_string().contains("dkim"), "{error}");
    }
    let pkcs8 = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).unwrap();
    let pem = format!(
        "-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n",
        STANDARD.encode(pkcs8)
    );
    std::fs::write(&path, pem).unwrap();
    Dkim::from_file(&path, "example.org", "mail2026").unwrap();
    for (domain, selector) in [
        ("example.org", ""),
        ("example.org", "a b"),
        ("a;b", "mail"),
        ("", "mail"),
    ] {
        assert!(Dkim::from_file(&path, domain, selector).is_err(), "{domain} {selector}");
    }
}
