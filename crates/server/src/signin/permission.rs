//! Permission names of tokens (Graph contract: permission names). A row here is all there is to a permission.

/// One permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    /// Self service: what one may request, own requests and assignments.
    SubjectAccess,
    /// Reading everything the person's role allows.
    ReadAll,
    /// The same, and writing; also decisions of approvers.
    ReadWriteAll,
    /// The own profile.
    UserRead,
    /// Names of other people.
    UserReadBasicAll,
    /// Profiles of other people.
    UserReadAll,
    /// Groups and their members.
    GroupReadAll,
}

struct Row {
    permission: Permission,
    name: &'static str,
    /// May stand in a token of an application acting for itself.
    application: bool,
}

const ROWS: [Row; 7] = {
    const fn row(permission: Permission, name: &'static str, application: bool) -> Row {
        Row {
            permission,
            name,
            application,
        }
    }
    [
        row(
            Permission::SubjectAccess,
            "EntitlementMgmt-SubjectAccess.ReadWrite",
            false,
        ),
        row(Permission::ReadAll, "EntitlementManagement.Read.All", true),
        row(
            Permission::ReadWriteAll,
            "EntitlementManagement.ReadWrite.All",
            true,
        ),
        row(Permission::UserRead, "User.Read", false),
        row(Permission::UserReadBasicAll, "User.ReadBasic.All", false),
        row(Permission::UserReadAll, "User.Read.All", false),
        row(Permission::GroupReadAll, "Group.Read.All", false),
    ]
};

impl Permission {
    /// As tokens write it.
    pub fn name(self) -> &'static str {
        ROWS.iter()
            .find(|row| row.permission == self)
            .map_or("", |row| row.name)
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A set of permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permissions(u8);

impl Permissions {
    /// Everything a person can delegate: what a cookie session of our own portal holds.
    pub fn all_delegated() -> Self {
        ROWS.iter().map(|row| row.permission).collect()
    }

    /// Everything an application can hold for itself.
    pub fn all_application() -> Self {
        ROWS.iter()
            .filter(|row| row.application)
            .map(|row| row.permission)
            .collect()
    }

    /// Whether any of `wanted` is held.
    pub fn has_any(self, wanted: &[Permission]) -> bool {
        wanted.iter().any(|one| self.0 & one.bit() != 0)
    }

    /// Reads names separated by spaces. The error is the first name that is none.
    pub fn read(names: &str) -> Result<Self, String> {
        names
            .split_whitespace()
            .map(|name| {
                ROWS.iter()
                    .find(|row| row.name.eq_ignore_ascii_case(name))
                    .map(|row| row.permission)
                    .ok_or_else(|| name.to_owned())
            })
            .collect()
    }

    /// The names, in the order of the table.
    pub fn names(self) -> Vec<&'static str> {
        ROWS.iter()
            .filter(|row| self.has_any(&[row.permission]))
            .map(|row| row.name)
            .collect()
    }

    /// What both hold.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl FromIterator<Permission> for Permissions {
    fn from_iter<I: IntoIterator<Item = Permission>>(permissions: I) -> Self {
        Self(
            permissions
                .into_iter()
                .fold(0, |bits, one| bits | one.bit()),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_has_a_name_of_its_own() {
        for row in &ROWS {
            assert_eq!(row.permission.name(), row.name);
            let read = Permissions::read(row.name).unwrap();
            assert_eq!(read.names(), [row.name]);
        }
    }

    #[test]
    fn sets_are_read_and_refuse_what_they_do_not_know() {
        let some = Permissions::read("User.Read  group.read.all").unwrap();
        assert!(some.has_any(&[Permission::GroupReadAll, Permission::ReadAll]));
        assert!(!some.has_any(&[Permission::ReadAll]));
        assert_eq!(
            Permissions::read("User.Read Mail.Send").unwrap_err(),
            "Mail.Send"
        );
        assert_eq!(Permissions::read("").unwrap(), Permissions::default());
    }

    #[test]
    fn applications_hold_no_permission_about_themselves() {
        let application = Permissions::all_application();
        assert!(!application.has_any(&[Permission::SubjectAccess, Permission::UserRead]));
        assert_eq!(Permissions::all_delegated().and(application), application);
    }
}
