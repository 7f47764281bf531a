-- What browsing asks of a policy, without its rules: rows of policies are long, and everybody's list looks at hundreds of them.
CREATE INDEX policies_asked ON policies (id, self_add, package_id);
