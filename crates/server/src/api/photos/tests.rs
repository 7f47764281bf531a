use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::api::test_yard::Yard;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x40\0\0\0\x30rest";

#[tokio::test]
async fn a_photo_is_set_shown_and_taken_away() {
    let yard = Yard::new().await;
    let dina = yard.app.as_person("dina@harbour.example").await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    let path = "/v1.0/users/ana@harbour.example/photo";
    let value = format!("{path}/$value");
    let put = async |who: &crate::http::test_app::Client<'_>, bytes: &'static [u8]| {
        let media = Some("image/png");
        who.send(Method::PUT, &value, media, Body::from(bytes))
            .await
    };
    assert_eq!(
        ana.get("/v1.0/me/photo/$value").await.status,
        StatusCode::NOT_FOUND
    );
    assert_eq!(put(&ana, PNG).await.status, StatusCode::FORBIDDEN);
    assert_eq!(put(&dina, b"<svg/>").await.status, StatusCode::BAD_REQUEST);
    let set = put(&dina, PNG).await;
    assert_eq!(set.status, StatusCode::OK, "{}", set.text);

    for address in [value.as_str(), "/v1.0/me/photo/$value"] {
        let shown = ana.get(address).await;
        assert_eq!(shown.headers[header::CONTENT_TYPE], "image/png");
        assert_eq!(shown.headers["x-content-type-options"], "nosniff");
    }
    for address in [path, "/v1.0/me/photo"] {
        let told = ana.get(address).await.json;
        assert_eq!(told["id"], "64X48");
        assert_eq!(told["@odata.mediaContentType"], "image/png");
    }
    // Guests do not look around.
    let gus = yard.app.as_person("gus@tern.example").await;
    assert_eq!(gus.get(&value).await.status, StatusCode::FORBIDDEN);
    let taken = dina.call(Method::DELETE, &value).await;
    assert_eq!(taken.status, StatusCode::NO_CONTENT, "{}", taken.text);
    assert_eq!(ana.get(&value).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        dina.call(Method::DELETE, &value).await.status,
        StatusCode::NOT_FOUND
    );
}

#[tokio::test]
async fn managers_come_along_when_they_are_expanded() {
    let yard = Yard::new().await;
    let ana = yard.app.as_person("ana@harbour.example").await;
    for address in [
        "/v1.0/me?$expand=manager",
        "/v1.0/users/ana@harbour.example?$select=id&$expand=manager",
    ] {
        let read = ana.get(address).await;
        assert_eq!(
            read.json["manager"]["displayName"], "Bo Lind",
            "{address}: {}",
            read.text
        );
    }
    let few = ana.get("/v1.0/me?$select=id&$expand=manager($select=jobTitle,userType)");
    let few = few.await.json;
    let manager = few["manager"].as_object().unwrap();
    let names: Vec<&str> = manager.keys().map(String::as_str).collect();
    assert_eq!(names, ["@odata.type", "id", "jobTitle", "userType"]);
    assert_eq!(manager["@odata.type"], "#microsoft.graph.user");
    let unknown = ana.get("/v1.0/me?$expand=manager($select=shoeSize)").await;
    assert_eq!(unknown.status, StatusCode::BAD_REQUEST, "{}", unknown.text);
    let everybody = ana.get("/v1.0/users?$expand=manager").await.json;
    let people = everybody["value"].as_array().unwrap();
    assert!(
        people
            .iter()
            .any(|one| one["manager"]["displayName"] == "Bo Lind")
    );
    assert!(people.iter().any(|one| one["manager"].is_null()));
}
