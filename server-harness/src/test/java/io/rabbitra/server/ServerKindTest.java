package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ServerKindTest {

  @Test
  void eachHasItsNameAndGlassfishIsTheSeventh() {
    for (ServerKind kind : ServerKind.values()) {
      assertThat(ServerKind.of(kind.id())).isEqualTo(kind);
    }
    assertThat(ServerKind.of("glassfish")).isEqualTo(ServerKind.GLASSFISH7);
  }

  @Test
  void unknownNameIsAnsweredWithTheAllowedOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ServerKind.of("jetty"))
        .withMessage(
            "server = jetty: allowed are"
                + " wildfly, payara, glassfish7, glassfish8, liberty, tomee");
  }
}
