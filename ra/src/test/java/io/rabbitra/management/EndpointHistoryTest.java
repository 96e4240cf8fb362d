package io.rabbitra.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.inbound.EndpointEvent;
import io.rabbitra.inbound.EndpointState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class EndpointHistoryTest {

  private final EndpointHistory history = new EndpointHistory();

  private void change(EndpointState from, EndpointState to, String reason) {
    history.stateChanged(new EndpointEvent("orders", from, to, reason, Instant.EPOCH));
  }

  @Test
  void countsALossAndTheReturnThatEndsIt() {
    change(EndpointState.ACTIVATING, EndpointState.ACTIVE, "first");
    change(EndpointState.ACTIVE, EndpointState.REACTIVATING, "cancelled");
    change(EndpointState.REACTIVATING, EndpointState.ACTIVATING, "drained");
    change(EndpointState.ACTIVATING, EndpointState.ACTIVATING, "no queue");
    assertThat(history.cancellations()).isEqualTo(1);
    assertThat(history.reactivations()).isZero();
    change(EndpointState.ACTIVATING, EndpointState.ACTIVE, "back");
    assertThat(history.reactivations()).isEqualTo(1);
    assertThat(history.changes())
        .extracting(StateChange::getReason)
        .containsExactly("first", "cancelled", "drained", "no queue", "back");
  }

  @Test
  void remembersTheLastHundredChangesOldestFirst() {
    for (int i = 0; i < 130; i++) {
      change(EndpointState.ACTIVATING, EndpointState.ACTIVE, "change " + i);
    }
    assertThat(history.changes()).hasSize(100);
    assertThat(history.changes().get(0).getReason()).isEqualTo("change 30");
    assertThat(history.changes().get(99).getReason()).isEqualTo("change 129");
  }

  @Test
  void showsStatesAndTimeAsText() {
    change(EndpointState.ACTIVE, EndpointState.REACTIVATING, "cancelled");
    StateChange shown = history.changes().get(0);
    assertThat(shown.getTime()).isEqualTo("1970-01-01T00:00:00Z");
    assertThat(shown.getFrom()).isEqualTo("ACTIVE");
    assertThat(shown.getTo()).isEqualTo("REACTIVATING");
  }
}
