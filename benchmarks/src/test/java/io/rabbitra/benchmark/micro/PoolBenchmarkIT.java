package io.rabbitra.benchmark.micro;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PoolBenchmarkIT {

  @Test
  void connectionsOfThePoolAreTakenAndGivenBack() throws Exception {
    assertThat(OnceEach.of(options -> options.include(PoolBenchmark.class.getName())))
        .extracting(result -> result.getParams().getBenchmark())
        .containsExactlyInAnyOrder(
            "io.rabbitra.benchmark.micro.PoolBenchmark.contextAndProducer",
            "io.rabbitra.benchmark.micro.PoolBenchmark.connectionSessionAndProducer");
  }
}
