use portico_graph::{ConnectedOrganization, ConnectedOrganizationState, IdentitySource};
use uuid::Uuid;

use super::*;
use crate::store::groups::{self, Group, Source};
use crate::store::organizations::{self, Side};
use crate::store::principal::Principal;
use crate::store::service_principals::{self, AppRole, Relation, ServicePrincipal};
use crate::store::sites::{self, Site, SiteRole};
use crate::store::users::{self, User, UserType};
use crate::store::{meta, subjects};

fn user(number: u32, name: &str) -> User {
    User {
        id: id(number),
        user_principal_name: name.to_owned(),
        display_name: name.to_owned(),
        mail: Some(name.to_owned()),
        account_enabled: true,
        ..User::default()
    }
}

async fn add_users(store: &Store, people: &[(u32, &'static str)]) {
    for &(number, name) in people {
        write(store, move |tx| {
            Box::pin(async move { users::upsert(tx, &user(number, name), AT).await })
        })
        .await;
    }
}

fn group(number: u32) -> Group {
    Group {
        id: id(number),
        display_name: format!("Group {number}"),
        ..Group::default()
    }
}

#[tokio::test]
async fn people_are_found_in_any_case_and_replaced() {
    on_each_engine(|store| async move {
        add_users(
            &store,
            &[(1, "Ana@harbour.example"), (2, "bo@harbour.example")],
        )
        .await;
        write(&store, |tx| {
            Box::pin(async move { users::set_manager(tx, &id(1), Some(&id(2))).await })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        let ana = users::by_principal_name(&mut tx, "ANA@HARBOUR.example")
            .await
            .unwrap()
            .unwrap();
        assert_eq!(ana.manager_id, Some(id(2)));
        assert_eq!(
            users::by_mail(&mut tx, "ana@harbour.EXAMPLE")
                .await
                .unwrap()
                .unwrap()
                .id,
            id(1)
        );
        assert_eq!(
            users::manager(&mut tx, &id(1)).await.unwrap().unwrap().id,
            id(2)
        );
        assert_eq!(users::reports(&mut tx, &id(2)).await.unwrap()[0].id, id(1));
        assert_eq!(users::by_id(&mut tx, &id(9)).await.unwrap(), None);
        drop(tx);
        let renamed = User {
            department: Some("Finance".into()),
            ..user(1, "ana@harbour.example")
        };
        write(&store, move |tx| {
            let renamed = renamed.clone();
            Box::pin(async move { users::upsert(tx, &renamed, AT).await })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        let ana = users::by_id(&mut tx, &id(1)).await.unwrap().unwrap();
        assert_eq!(ana.department.as_deref(), Some("Finance"));
        assert_eq!(
            ana.manager_id,
            Some(id(2)),
            "writing a person leaves the manager alone"
        );
        assert_eq!(users::count(&mut tx).await.unwrap(), 2);
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_name_belongs_to_one() {
    on_each_engine(|store| async move {
        add_users(&store, &[(1, "ana@harbour.example")]).await;
        let other = store
            .write(|tx| {
                Box::pin(
                    async move { users::upsert(tx, &user(2, "ANA@harbour.example"), AT).await },
                )
            })
            .await;
        assert!(StoreError::is_taken(&other.unwrap_err()));
    })
    .await;
}

#[tokio::test]
async fn membership_goes_through_groups_and_round_in_circles() {
    on_each_engine(|store| async move {
        add_users(&store, &[(1, "ana@x.example"), (2, "bo@x.example")]).await;
        write(&store, |tx| {
            Box::pin(async move {
                for number in 11..=13 {
                    groups::upsert(tx, &group(number), AT).await?;
                }
                // 13 holds 12, 12 holds 11, and 11 holds 13 again.
                for (outer, inner) in [(13, 12), (12, 11), (11, 13)] {
                    groups::add_member(
                        tx,
                        &id(outer),
                        &Principal::group(id(inner)),
                        Source::Directory,
                        AT,
                    )
                    .await?;
                }
                groups::add_member(tx, &id(11), &Principal::user(id(1)), Source::Directory, AT)
                    .await
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        for group in [id(11), id(12), id(13)] {
            assert!(groups::is_member(&mut tx, &group, &id(1)).await.unwrap());
        }
        assert!(!groups::is_member(&mut tx, &id(13), &id(2)).await.unwrap());
        assert_eq!(
            groups::all_members(&mut tx, &id(12)).await.unwrap(),
            [id(1)]
        );
        drop(tx);
        write(&store, |tx| {
            Box::pin(async move {
                groups::remove_member(tx, &id(13), &Principal::group(id(12)), Source::Directory)
                    .await?;
                groups::refresh_all(tx).await
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        assert!(!groups::is_member(&mut tx, &id(13), &id(1)).await.unwrap());
        assert!(groups::is_member(&mut tx, &id(12), &id(1)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn ending_access_leaves_what_the_directory_set() {
    on_each_engine(|store| async move {
        add_users(&store, &[(1, "ana@x.example")]).await;
        let (before, after) = write(&store, |tx| {
            Box::pin(async move {
                groups::upsert(tx, &group(11), AT).await?;
                let ana = Principal::user(id(1));
                assert!(groups::add_member(tx, &id(11), &ana, Source::Access, AT).await?);
                assert!(!groups::add_member(tx, &id(11), &ana, Source::Directory, AT).await?);
                let kept = groups::remove_member(tx, &id(11), &ana, Source::Access).await?;
                let gone = groups::remove_member(tx, &id(11), &ana, Source::Directory).await?;
                Ok((kept, gone))
            })
        })
        .await;
        assert_eq!((before, after), (false, true));
        let mut tx = store.begin_read().await.unwrap();
        assert!(!groups::is_member(&mut tx, &id(11), &id(1)).await.unwrap());
    })
    .await;
}

#[tokio::test]
async fn partners_are_known_by_their_domain() {
    on_each_engine(|store| async move {
        add_users(
            &store,
            &[(1, "gus@Tern.example"), (2, "ana@harbour.example")],
        )
        .await;
        write(&store, |tx| {
            Box::pin(async move {
                let guest = User {
                    user_type: UserType::Guest,
                    ..user(1, "gus@Tern.example")
                };
                users::upsert(tx, &guest, AT).await?;
                let source = IdentitySource {
                    odata_type: "#microsoft.graph.domainIdentitySource".into(),
                    domain_name: Some("tern.EXAMPLE".into()),
                    ..IdentitySource::default()
                };
                let tern = ConnectedOrganization {
                    id: id(21),
                    display_name: Some("Tern".into()),
                    state: Some(ConnectedOrganizationState::Configured),
                    identity_sources: vec![source],
                    ..ConnectedOrganization::default()
                };
                organizations::upsert(tx, &tern, Some("tern"), AT).await?;
                organizations::upsert(tx, &tern, Some("tern"), AT).await?;
                let ana = Principal::user(id(2));
                assert!(organizations::add_sponsor(tx, &id(21), Side::Internal, &ana).await?);
                assert!(!organizations::add_sponsor(tx, &id(21), Side::Internal, &ana).await?);
                Ok(())
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        let tern = organizations::by_id(&mut tx, &id(21))
            .await
            .unwrap()
            .unwrap();
        assert_eq!(tern.identity_sources.len(), 1);
        assert_eq!(
            organizations::of_user(&mut tx, &id(1)).await.unwrap(),
            Some(id(21))
        );
        assert_eq!(organizations::of_user(&mut tx, &id(2)).await.unwrap(), None);
        let internal = organizations::sponsors(&mut tx, &id(21), Side::Internal)
            .await
            .unwrap();
        assert_eq!(internal, [Principal::user(id(2))]);
        assert_eq!(
            organizations::sponsors(&mut tx, &id(21), Side::External)
                .await
                .unwrap(),
            []
        );
    })
    .await;
}

#[tokio::test]
async fn a_subject_is_made_once_and_always_the_same() {
    on_each_engine(|store| async move {
        add_users(&store, &[(1, "ana@harbour.example")]).await;
        let made = write(&store, |tx| {
            Box::pin(async move {
                meta::set(tx, meta::name::NAMESPACE, &Uuid::from_u128(7).to_string()).await?;
                let by_object = subjects::of_object(tx, &id(1), AT).await?;
                let again = subjects::of_object(tx, &id(1), AT).await?;
                let nobody = subjects::of_object(tx, &id(9), AT).await?;
                let by_mail = subjects::of_email(tx, "Gus@tern.example", AT).await?;
                let same_mail = subjects::of_email(tx, "gus@TERN.example", AT).await?;
                assert_eq!(by_object, again);
                assert_eq!(nobody, None);
                assert_eq!(by_mail.id, same_mail.id);
                assert_eq!(by_mail.object_id, None);
                Ok(by_object.unwrap())
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        let found = subjects::by_id(&mut tx, &made.id).await.unwrap().unwrap();
        assert_eq!(found.principal_name.as_deref(), Some("ana@harbour.example"));
        assert_ne!(found.id, id(1), "a subject is not the user");
    })
    .await;
}

#[tokio::test]
async fn applications_and_sites_keep_their_roles() {
    on_each_engine(|store| async move {
        add_users(&store, &[(1, "ana@harbour.example")]).await;
        write(&store, |tx| {
            Box::pin(async move {
                let crane = ServicePrincipal {
                    id: id(31),
                    kind: "application".into(),
                    display_name: "Crane".into(),
                    ..ServicePrincipal::default()
                };
                service_principals::upsert(tx, &crane, AT).await?;
                let driver = AppRole {
                    id: id(32),
                    display_name: "Driver".into(),
                    ..AppRole::default()
                };
                service_principals::upsert_role(tx, &id(31), &driver).await?;
                service_principals::add_person(
                    tx,
                    &id(31),
                    Relation::Owner,
                    &Principal::user(id(1)),
                )
                .await?;
                let site = Site {
                    id: id(41),
                    display_name: "Plans".into(),
                    web_url: "https://sites.harbour.example/plans".into(),
                    ..Site::default()
                };
                sites::upsert(tx, &site, AT).await?;
                for (number, name) in [("1", "Can read"), ("2", "Can edit"), ("1", "May read")] {
                    let role = SiteRole {
                        number: number.into(),
                        display_name: name.into(),
                    };
                    sites::upsert_role(tx, &id(41), &role).await?;
                }
                Ok(())
            })
        })
        .await;
        let mut tx = store.begin_read().await.unwrap();
        let roles = service_principals::app_roles(&mut tx, &id(31))
            .await
            .unwrap();
        assert_eq!(roles[0].display_name, "Driver");
        let owners = service_principals::people(&mut tx, &id(31), Relation::Owner)
            .await
            .unwrap();
        assert_eq!(owners, [Principal::user(id(1))]);
        let site = sites::by_url(&mut tx, "https://sites.harbour.example/plans")
            .await
            .unwrap()
            .unwrap();
        let names: Vec<_> = sites::roles(&mut tx, &site.id).await.unwrap();
        let names: Vec<_> = names
            .iter()
            .map(|role| role.display_name.as_str())
            .collect();
        assert_eq!(names, ["May read", "Can edit"]);
    })
    .await;
}
