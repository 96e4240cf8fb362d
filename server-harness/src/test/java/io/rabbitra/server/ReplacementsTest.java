package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ReplacementsTest {

  @Test
  void whatContainsAnotherIsReplacedAsAWhole() {
    Replacements replacements =
        new Replacements(
            Map.of("/path", "/p", "/path/to/it", "/elsewhere"),
            Map.of("localhost:8080", "127.0.0.1:9080"));
    assertThat(replacements.in("cp /path/to/it /path; curl http://localhost:8080/"))
        .isEqualTo("cp /elsewhere /p; curl http://127.0.0.1:9080/");
  }
}
