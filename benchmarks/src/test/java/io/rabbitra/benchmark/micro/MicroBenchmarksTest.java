package io.rabbitra.benchmark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;

class MicroBenchmarksTest {

  @Test
  void everyBenchmarkThatNeedsNoBrokerRunsWithEachOfItsParameters() throws Exception {
    Collection<RunResult> results =
        OnceEach.of(options -> options.exclude(PoolBenchmark.class.getName()));

    assertThat(results)
        .extracting(result -> result.getParams().getBenchmark())
        .containsOnly(
            "io.rabbitra.benchmark.micro.MappingBenchmark.textToAmqp",
            "io.rabbitra.benchmark.micro.MappingBenchmark.textFromAmqp",
            "io.rabbitra.benchmark.micro.MappingBenchmark.bytesToAmqp",
            "io.rabbitra.benchmark.micro.MappingBenchmark.bytesFromAmqp",
            "io.rabbitra.benchmark.micro.MappingBenchmark.mapToAmqp",
            "io.rabbitra.benchmark.micro.MappingBenchmark.mapFromAmqp",
            "io.rabbitra.benchmark.micro.SelectorBenchmark.parse",
            "io.rabbitra.benchmark.micro.SelectorBenchmark.evaluate",
            "io.rabbitra.inbound.SessionBufferBenchmark.message",
            "io.rabbitra.inbound.DeliveryPathBenchmark.oneByOne",
            "io.rabbitra.inbound.DeliveryPathBenchmark.burst",
            "io.rabbitra.jms.DeliveryBufferBenchmark.receive")
        .hasSize(6 + 2 * 2 + 2 + 2 * 3 + 1);
    assertThat(MicroTable.of(results))
        .contains("| Mapping.textToAmqp |", "| DeliveryPath.burst, DUPS_OK |");
  }
}
