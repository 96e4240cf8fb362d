package io.rabbitra.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {

  @TempDir private Path directory;

  @Test
  void stepsAreWhatAReaderDoesAndTheOthersAreFoundByName() throws IOException {
    Page page =
        page(
            """
            <!-- run: install -->
            ```sh
            one
            two
            ```
            <!-- file: config conf/a.xml -->
            ```xml
            <a/>
            ```
            <!-- look: start -->
            ```sh
            bin/start
            ```
            """);
    assertThat(page.steps())
        .containsExactly(
            new PageBlock("install", "", "sh", "one\ntwo\n"),
            new PageBlock("config", "conf/a.xml", "xml", "<a/>\n"));
    assertThat(page.block("start").text()).isEqualTo("bin/start\n");
    assertThat(page.startsServer()).isFalse();
  }

  @Test
  void serverIsStartedByAStepOfThatName() throws IOException {
    assertThat(page("<!-- run: start -->\n```sh\nbin/start\n```\n").startsServer()).isTrue();
  }

  @Test
  void blockThatNoTestFindsIsRefused() {
    assertThatExceptionOfType(ServerException.class)
        .isThrownBy(() -> page("```sh\nbin/start\n```\n"))
        .withMessageEndingWith("1 blocks, but 0 with a comment for tests");
  }

  private Page page(String text) throws IOException {
    return Page.read(Files.writeString(directory.resolve("page.md"), text));
  }
}
