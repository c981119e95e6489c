package dev.sluice.api.cloud.request;

import dev.sluice.api.cloud.request.Type.Found;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Fields that are numbers. */
final class Numbers {
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,100}");
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,100}(\\.[0-9]{1,100})?");
    private static final Pattern NOT_A_NUMBER = Pattern.compile("NaN|nan|[+-]?(Infinity|INF|inf)");

    private Numbers() {}

    /** A whole number from min to max. */
    static long whole(Found found, long min, long max) {
        var expected = "a whole number from " + min + " to " + max;
        refuseNotANumber(found, expected);
        var value = whole(found, expected);
        if (value.compareTo(BigInteger.valueOf(min)) < 0 || value.compareTo(BigInteger.valueOf(max)) > 0) {
            throw found.outOfRange(expected);
        }
        return value.longValueExact();
    }

    private static BigInteger whole(Found found, String expected) {
        if (found.text() && WHOLE.matcher(found.node().asText()).matches()) {
            return new BigInteger(found.node().asText());
        }
        if (!found.text() && found.node().isIntegralNumber()) {
            return found.node().bigIntegerValue();
        }
        throw found.wrongType(expected);
    }

    /** One of these numbers. */
    static double oneOf(Found found, Set<Double> values) {
        var expected = "one of " + new TreeSet<>(values);
        refuseNotANumber(found, expected);
        double value = decimal(found, expected).doubleValue();
        if (!values.contains(value)) {
            throw found.outOfRange(expected);
        }
        return value;
    }

    private static BigDecimal decimal(Found found, String expected) {
        if (found.text() && DECIMAL.matcher(found.node().asText()).matches()) {
            return new BigDecimal(found.node().asText());
        }
        if (!found.text() && found.node().isNumber()) {
            return found.node().decimalValue();
        }
        throw found.wrongType(expected);
    }

    private static void refuseNotANumber(Found found, String expected) {
        var node = found.node();
        boolean json = node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue()) && !node.isBigDecimal();
        if (json || (found.text() && NOT_A_NUMBER.matcher(node.asText()).matches())) {
            throw found.outOfRange(expected);
        }
    }
}
