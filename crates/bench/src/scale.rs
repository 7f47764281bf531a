//! How large an organisation is. The full one stands at the documented limits of Microsoft Entra entitlement management.

/// Packages that everybody may ask for and nobody holds: what the load asks for. As many at every scale.
pub const COMMON: usize = 60;
/// People who decide about the common packages. As many at every scale.
pub const LEADS: usize = 50;

/// Numbers of everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Scale {
    /// What it is called.
    pub name: &'static str,
    /// Access packages.
    pub packages: usize,
    /// People.
    pub people: usize,
    /// Connected organisations.
    pub organisations: usize,
}

impl Scale {
    /// The limits.
    pub const FULL: Self = Self {
        name: "full",
        packages: 4_000,
        people: 10_000,
        organisations: 2_500,
    };
    /// A tenth of them.
    pub const TENTH: Self = Self {
        name: "tenth",
        packages: 400,
        people: 1_000,
        organisations: 250,
    };
    /// A fortieth of them: what a quick run compares with.
    pub const FORTIETH: Self = Self {
        name: "fortieth",
        packages: 100,
        people: 250,
        organisations: 60,
    };

    /// By its name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::FULL, Self::TENTH, Self::FORTIETH]
            .into_iter()
            .find(|scale| scale.name == name)
    }

    /// As large in people as asked. Everybody keeps as much access as before, so assignments and requests grow with them.
    pub const fn with_people(self, people: usize) -> Self {
        Self { people, ..self }
    }

    /// A department has as many people at every scale, so that what one person may ask for stays the same.
    pub const fn departments(&self) -> usize {
        let departments = self.packages / 100;
        if departments == 0 { 1 } else { departments }
    }

    /// Packages that only the people of some department may ask for.
    pub const fn own_packages(&self, department: usize) -> usize {
        (self.packages - COMMON - department).div_ceil(self.departments())
    }

    /// The package at a place among those of a department.
    pub const fn own_package(&self, department: usize, place: usize) -> usize {
        COMMON + department + place * self.departments()
    }

    /// The department of a person.
    pub const fn department_of(&self, person: usize) -> usize {
        person % self.departments()
    }

    /// Assignments: ten a person.
    pub const fn assignments(&self) -> usize {
        self.people * 10
    }

    /// Requests: five a person.
    pub const fn requests(&self) -> usize {
        self.people * 5
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_full_one_stands_at_the_limits() {
        let full = Scale::FULL;
        assert_eq!(full.packages, 4_000);
        assert_eq!((full.assignments(), full.requests()), (100_000, 50_000));
        assert_eq!(Scale::named("full"), Some(full));
        assert_eq!(Scale::named("huge"), None);
    }

    #[test]
    fn every_package_belongs_to_one_department() {
        for scale in [Scale::FULL, Scale::TENTH, Scale::FORTIETH] {
            let mut seen = vec![0; scale.packages];
            for department in 0..scale.departments() {
                for place in 0..scale.own_packages(department) {
                    seen[scale.own_package(department, place)] += 1;
                }
            }
            assert!(seen[..COMMON].iter().all(|count| *count == 0));
            assert!(seen[COMMON..].iter().all(|count| *count == 1));
            assert!((0..scale.departments()).all(|one| scale.own_packages(one) >= 15));
        }
    }
}
