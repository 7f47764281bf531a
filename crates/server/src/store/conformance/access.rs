use portico_graph::{AccessPackage, Catalog, Resource, ResourceRole, ResourceScope};

use super::*;
use crate::store::fold::fold;
use crate::store::{Sql, catalogs, packages};

fn package(number: u32, name: &str, description: &str) -> AccessPackage {
    AccessPackage {
        id: id(number),
        display_name: Some(name.to_owned()),
        description: Some(description.to_owned()),
        ..AccessPackage::default()
    }
}

/// A catalog with a resource and two packages, one of which gives it.
async fn yard(store: &Store) {
    write(store, |tx| {
        Box::pin(async move {
            let catalog = Catalog {
                id: id(1),
                display_name: Some("Yard".into()),
                ..Catalog::default()
            };
            catalogs::upsert(tx, &catalog, None, AT).await?;
            let resource = Resource {
                id: id(2),
                display_name: Some("Größenplan".into()),
                origin_system: Some("AadGroup".into()),
                origin_id: Some(id(9)),
                ..Resource::default()
            };
            catalogs::upsert_resource(tx, &id(1), &resource, None, AT).await?;
            let role = ResourceRole {
                id: id(3),
                display_name: Some("Member".into()),
                origin_id: Some(format!("Member_{}", id(9))),
                origin_system: Some("AadGroup".into()),
                ..ResourceRole::default()
            };
            catalogs::upsert_role(tx, &id(2), &role).await?;
            let scope = ResourceScope {
                id: id(4),
                display_name: Some("Root".into()),
                origin_id: Some(id(9)),
                is_root_scope: Some(true),
                ..ResourceScope::default()
            };
            catalogs::upsert_scope(tx, &id(2), &scope).await?;
            for one in [
                package(10, "Crane", "100% of the_crane's \"log\""),
                package(11, "Winch", "Pulls"),
            ] {
                packages::upsert(tx, &id(1), &one, None, AT).await?;
            }
            assert!(packages::add_role_scope(tx, &id(10), &id(3), &id(4), AT).await?);
            assert!(!packages::add_role_scope(tx, &id(10), &id(3), &id(4), AT).await?);
            for number in [10, 11] {
                packages::refresh_search_text(tx, &id(number)).await?;
            }
            Ok(())
        })
    })
    .await;
}

async fn search(store: &Store, words: &str) -> Vec<String> {
    let (condition, argument) = store.engine().package_contains("p", &fold(words), 1);
    let sql =
        format!("SELECT p.display_name AS name FROM packages p WHERE {condition} ORDER BY p.id");
    let mut tx = store.begin_read().await.unwrap();
    let rows = Sql::new(sql)
        .text(argument)
        .fetch_all(&mut tx)
        .await
        .unwrap();
    rows.iter().map(|row| row.text("name").unwrap()).collect()
}

#[tokio::test]
async fn a_package_is_found_by_what_it_says_and_gives() {
    on_each_engine(|store| async move {
        yard(&store).await;
        for (words, found) in [
            ("CRANE", &["Crane"][..]),
            ("grossenplan", &["Crane"]),
            ("member", &["Crane"]),
            ("pulls", &["Winch"]),
            ("in", &["Winch"]),
            ("100%", &["Crane"]),
            ("the_crane", &["Crane"]),
            ("the-crane", &[]),
            ("\"log\"", &["Crane"]),
            ("%", &["Crane"]),
            ("nothing", &[]),
        ] {
            assert_eq!(search(&store, words).await, found, "{words}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_search_follows_changes() {
    on_each_engine(|store| async move {
        yard(&store).await;
        write(&store, |tx| {
            Box::pin(async move {
                packages::upsert(tx, &id(1), &package(10, "Derrick", "Lifts"), None, AT).await?;
                packages::refresh_search_text(tx, &id(10)).await
            })
        })
        .await;
        assert_eq!(search(&store, "crane").await, [""; 0]);
        assert_eq!(search(&store, "derrick").await, ["Derrick"]);
        assert_eq!(search(&store, "member").await, ["Derrick"]);
    })
    .await;
}

#[tokio::test]
async fn what_a_package_gives_is_told_by_name() {
    on_each_engine(|store| async move {
        yard(&store).await;
        let mut tx = store.begin_read().await.unwrap();
        let given = packages::role_scopes(&mut tx, &id(10)).await.unwrap();
        assert_eq!(given.len(), 1);
        assert_eq!(given[0].id, format!("{}_{}", id(3), id(4)));
        assert_eq!(
            (given[0].resource_name.as_str(), given[0].role_name.as_str()),
            ("Größenplan", "Member")
        );
        assert_eq!(packages::role_scopes(&mut tx, &id(11)).await.unwrap(), []);
        let found = packages::by_id(&mut tx, &id(10)).await.unwrap().unwrap();
        assert_eq!((found.catalog_id, found.version), (id(1), 1));
        assert!(packages::by_id(&mut tx, &id(99)).await.unwrap().is_none());
        let yard = catalogs::by_id(&mut tx, &id(1)).await.unwrap().unwrap();
        assert_eq!(yard.display_name.as_deref(), Some("Yard"));
    })
    .await;
}

#[tokio::test]
async fn packages_exclude_each_other_one_way() {
    on_each_engine(|store| async move {
        yard(&store).await;
        write(&store, |tx| {
            Box::pin(async move {
                assert!(packages::add_incompatible_package(tx, &id(10), &id(11)).await?);
                assert!(!packages::add_incompatible_package(tx, &id(10), &id(11)).await?);
                Ok(())
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        assert_eq!(
            packages::incompatible_packages(&mut tx, &id(10))
                .await
                .unwrap(),
            [id(11)]
        );
        assert_eq!(
            packages::incompatible_packages(&mut tx, &id(11))
                .await
                .unwrap(),
            [""; 0]
        );
    })
    .await;
}

#[tokio::test]
async fn what_is_pointed_to_must_be_there() {
    on_each_engine(|store| async move {
        let refused = store
            .write(|tx| {
                Box::pin(async move {
                    packages::upsert(tx, &id(77), &package(10, "Crane", ""), None, AT).await
                })
            })
            .await;
        assert!(
            matches!(refused, Err(StoreError::Dangling(_))),
            "{refused:?}"
        );
    })
    .await;
}
