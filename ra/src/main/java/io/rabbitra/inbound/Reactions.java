package io.rabbitra.inbound;

import java.time.Duration;

/**
 * How soon an endpoint reacts to what its beans do; not configurable but by tests.
 *
 * @param longDelivery how long a delivery runs before it is reported
 */
record Reactions(Elasticity.Pace pace, Duration longDelivery) {

  static final Reactions DEFAULT = new Reactions(Elasticity.Pace.DEFAULT, Duration.ofSeconds(30));

  /** The same, but a delivery is not reported as long while a deactivation would wait for it. */
  Reactions notBefore(Duration drainTimeout) {
    return longDelivery.compareTo(drainTimeout) < 0 ? new Reactions(pace, drainTimeout) : this;
  }
}
