package io.rabbitra.inbound;

import static org.assertj.core.api.Assertions.assertThat;

import io.rabbitra.amqp.BrokerException;
import io.rabbitra.amqp.BrokerException.Kind;
import org.junit.jupiter.api.Test;

class MissingQueueTest {

  private static final BrokerException GONE =
      new BrokerException(Kind.NOT_FOUND, "404 NOT_FOUND - no queue 'orders' in vhost '/'");
  private static final BrokerException DOWN =
      new BrokerException(
          Kind.NOT_FOUND,
          "404 NOT_FOUND - home node 'rabbit@b' of durable queue 'orders' in vhost '/' is down or"
              + " inaccessible");

  @Test
  void onlyFailGivesUpAndOnlyWhenThereIsNoSuchQueueOrExchange() {
    assertThat(MissingQueue.FAIL.givesUpAfter(GONE)).isTrue();
    assertThat(
            MissingQueue.FAIL.givesUpAfter(
                new BrokerException(Kind.NOT_FOUND, "404 NOT_FOUND - no exchange 'e' in vhost")))
        .isTrue();
    assertThat(MissingQueue.FAIL.givesUpAfter(DOWN)).isFalse();
    assertThat(MissingQueue.WAIT.givesUpAfter(GONE)).isFalse();
    assertThat(MissingQueue.DECLARE.givesUpAfter(GONE)).isFalse();
    assertThat(
            MissingQueue.FAIL.givesUpAfter(
                new BrokerException(Kind.ACCESS_REFUSED, "no queue 'orders'")))
        .isFalse();
  }
}
