package dev.sluice.api.cloud.policy;

import java.util.List;

/** What a key may do. Deny beats allow; what nothing is said of is denied. */
record Policy(List<Statement> statements) {
    static final Policy ALL = of("*");
    static final Policy READ = of(Statement.ACTION + "Describe*");

    Policy {
        statements = List.copyOf(statements);
    }

    private static Policy of(String actions) {
        return new Policy(
                List.of(new Statement(true, List.of(new Pattern(actions)), List.of(new Pattern("*")))));
    }

    boolean allows(String action, String resource) {
        var concerned = statements.stream().filter(statement -> statement.concerns(action, resource)).toList();
        return !concerned.isEmpty() && concerned.stream().allMatch(Statement::allows);
    }

    /** Whether it allows the action on anything, as far as allowing goes. */
    boolean allowsSomewhere(String action) {
        return statements.stream().anyMatch(statement -> statement.allows() && statement.names(action));
    }
}
