//! Which addresses webhooks may lead to: those of the public internet, and the networks that the settings name. Pure.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::config::Network;

/// Whether a webhook may be connected to this address.
pub fn may_lead_to(ip: IpAddr, allowed: &[Network]) -> bool {
    let ip = plain(ip);
    is_public(ip) || allowed.iter().any(|network| network.holds(ip))
}

/// Whether an address may be led to, unless its name turns out to mean another place when it is looked up.
pub fn leads_outside(url: &url::Url, allowed: &[Network]) -> bool {
    match url.host() {
        Some(url::Host::Ipv4(ip)) => may_lead_to(ip.into(), allowed),
        Some(url::Host::Ipv6(ip)) => may_lead_to(ip.into(), allowed),
        Some(url::Host::Domain(name)) => !name.is_empty(),
        None => false,
    }
}

/// An IPv4 address that is written as an IPv6 one, as what it is.
fn plain(ip: IpAddr) -> IpAddr {
    match ip {
        IpAddr::V4(_) => ip,
        IpAddr::V6(v6) => v6.to_ipv4_mapped().map_or(ip, IpAddr::V4),
    }
}

fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(v4) => is_public_v4(v4),
        IpAddr::V6(v6) => is_public_v6(v6),
    }
}

/// By the registry of special addresses (RFC 6890 and what has been added since).
fn is_public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let special = match a {
        // This network, private, loopback.
        0 | 10 | 127 => true,
        // Shared by carriers.
        100 => (64..128).contains(&b),
        // Link-local: clouds have their secrets there.
        169 => b == 254,
        172 => (16..32).contains(&b),
        // Protocols, documentation, 6to4 relays, private.
        192 => (b == 0 && (c == 0 || c == 2)) || (b == 88 && c == 99) || b == 168,
        // Benchmarks, documentation.
        198 => b == 18 || b == 19 || (b == 51 && c == 100),
        203 => b == 0 && c == 113,
        // Multicast, reserved, broadcast.
        224.. => true,
        _ => false,
    };
    !special
}

/// Only global unicast is public, and of it nothing that leads on to an IPv4 address of another kind.
fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, third, middle @ .., high, low] = ip.segments();
    let v4 = |high: u16, low: u16| {
        let bits = u32::from(high) << 16 | u32::from(low);
        is_public_v4(Ipv4Addr::from_bits(bits))
    };
    match (first, second) {
        // Translated by the network (RFC 6052).
        (0x64, 0xff9b) => third == 0 && middle == [0; 3] && v4(high, low),
        // Teredo, benchmarks, ORCHID and documentation.
        (0x2001, 0x0..0x200 | 0xdb8) => false,
        // 6to4.
        (0x2002, _) => v4(second, third),
        // Documentation.
        (0x3fff, 0x0..0x1000) => false,
        _ => (0x2000..0x4000).contains(&first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_public_internet_is_public() {
        let public = [
            "1.1.1.1",
            "100.63.255.255",
            "100.128.0.1",
            "172.15.0.1",
            "172.32.0.1",
            "192.0.1.1",
            "223.255.255.255",
            "2606:4700:4700::1111",
            "2a00:1450::1",
            "::ffff:8.8.8.8",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ];
        let others = [
            "0.0.0.0",
            "10.1.2.3",
            "127.0.0.1",
            "100.64.0.1",
            "100.127.255.255",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.1",
            "192.0.2.1",
            "192.168.1.1",
            "192.88.99.1",
            "198.18.0.1",
            "198.51.100.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::7f00:1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "::ffff:169.254.169.254",
            "64:ff9b::a00:1",
            "64:ff9b:1::808:808",
            "100::1",
            "2001::1",
            "2001:db8::1",
            "2002:a00:1::",
            "2002:7f00:1::",
            "3fff::1",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
        ];
        for (ips, wanted) in [(&public[..], true), (&others[..], false)] {
            for ip in ips {
                assert_eq!(may_lead_to(ip.parse().unwrap(), &[]), wanted, "{ip}");
            }
        }
    }

    #[test]
    fn networks_that_are_named_are_let_in_and_no_others() {
        let allowed: Vec<Network> = ["127.0.0.1/32", "10.20.0.0/16", "fd00::/8"]
            .map(|n| n.parse().unwrap())
            .into();
        for (ip, wanted) in [
            ("127.0.0.1", true),
            ("127.0.0.2", false),
            ("::ffff:127.0.0.1", true),
            ("10.20.255.1", true),
            ("10.21.0.1", false),
            ("fd99::1", true),
            ("fc99::1", false),
        ] {
            assert_eq!(may_lead_to(ip.parse().unwrap(), &allowed), wanted, "{ip}");
        }
        let all: Network = "0.0.0.0/0".parse().unwrap();
        assert!(may_lead_to("192.168.0.1".parse().unwrap(), &[all]));
    }
}
