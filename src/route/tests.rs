use super::*;

/// Every kind of address, with all that can stand in its query.
fn every() -> Vec<(Route, &'static str)> {
    let id = || "7f 3k/ø".to_owned();
    vec![
        (Route::Home, "/"),
        (Route::SignIn { back: None }, "/sign-in"),
        (
            Route::SignIn {
                back: Some(Box::new(Route::Packages(Browse {
                    q: "a&b".into(),
                    ..Browse::default()
                }))),
            },
            "/sign-in?return=%2Fpackages%3Fq%3Da%2526b",
        ),
        (Route::packages(), "/packages"),
        (
            Route::Packages(Browse {
                q: "arm firmware".into(),
                area: Some("c1".into()),
                show: PackagesShow::New,
            }),
            "/packages?q=arm%20firmware&area=c1&show=new",
        ),
        (
            Route::Packages(Browse {
                show: PackagesShow::Mine,
                ..Browse::default()
            }),
            "/packages?show=mine",
        ),
        (Route::Package { id: id() }, "/packages/7f%203k%2F%C3%B8"),
        (
            Route::ask("p1", Step::Who, None),
            "/packages/p1/request/who",
        ),
        (
            Route::ask("p1", Step::Questions, Some("staff")),
            "/packages/p1/request/questions?policy=staff",
        ),
        (
            Route::ask("p1", Step::Period, Some("staff")),
            "/packages/p1/request/period?policy=staff",
        ),
        (
            Route::Ask {
                package: "p1".into(),
                step: Step::Check,
                policy: None,
                change: Some("q1".into()),
            },
            "/packages/p1/request/check?change=q1",
        ),
        (
            Route::Sent {
                package: "p1".into(),
                request: "r1".into(),
            },
            "/packages/p1/request/sent?request=r1",
        ),
        (Route::requests(), "/requests"),
        (
            Route::Requests {
                show: RequestsShow::Done,
            },
            "/requests?show=done",
        ),
        (Route::Request { id: id() }, "/requests/7f%203k%2F%C3%B8"),
        (Route::access(), "/access"),
        (
            Route::Access {
                show: AccessShow::Ended,
            },
            "/access?show=ended",
        ),
        (Route::AccessItem { id: id() }, "/access/7f%203k%2F%C3%B8"),
        (Route::approvals(), "/approvals"),
        (
            Route::Approvals {
                show: ApprovalsShow::Settled,
            },
            "/approvals?show=settled",
        ),
        (Route::Approval { id: id() }, "/approvals/7f%203k%2F%C3%B8"),
    ]
}

fn read(address: &str) -> Route {
    let (path, search) = address.split_once('?').unwrap_or((address, ""));
    Route::parse(path, search)
}

#[test]
fn every_route_is_written_as_listed_and_read_back() {
    for (route, address) in every() {
        assert_eq!(route.path(), address);
        assert_eq!(read(address), route, "{address}");
    }
}

#[test]
fn small_differences_in_spelling_do_not_matter() {
    assert_eq!(read("/packages/"), Route::packages());
    assert_eq!(
        read("/packages?q=arm+firmware"),
        read("/packages?q=arm%20firmware")
    );
    assert_eq!(read("/packages?show=nonsense&other=1"), Route::packages());
    assert_eq!(
        Route::parse("/requests", "?show=done"),
        Route::Requests {
            show: RequestsShow::Done
        }
    );
}

#[test]
fn unknown_addresses_are_unknown() {
    for address in [
        "/nowhere",
        "/packages/p1/request",
        "/packages/p1/request/later",
        "/packages/p1/request/sent",
        "/a/b/c/d/e",
    ] {
        assert_eq!(read(address), Route::Unknown, "{address}");
    }
}

#[test]
fn sign_in_leads_back_to_our_own_pages_only() {
    for elsewhere in [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "/sign-in",
        "/nowhere",
    ] {
        let route = read(&format!("/sign-in?return={}", encode(elsewhere)));
        assert_eq!(
            route,
            Route::SignIn {
                back: Some(Box::new(Route::Home))
            },
            "{elsewhere}"
        );
    }
}

#[test]
fn filters_and_steps_stay_on_their_page() {
    assert_eq!(read("/packages?q=a").page(), read("/packages?q=b").page());
    assert_eq!(
        read("/packages/p1/request/who").page(),
        read("/packages/p1/request/check?policy=x").page()
    );
    assert_ne!(read("/packages/p1").page(), read("/packages/p2").page());
}
