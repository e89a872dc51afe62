package io.tocsin.deploy.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.pipeline.anomaly.Phase;
import io.tocsin.pipeline.detect.LearningStats;
import io.tocsin.pipeline.detect.LearningStats.SeriesPhase;
import io.tocsin.pipeline.event.Labels;
import io.tocsin.pipeline.event.SensorId;
import io.tocsin.pipeline.event.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class DetectorsApiTest {
  @Test
  void tellsCountsOfAllShardsAndWhichSeriesAreNotReady() {
    Series series = new Series(new SensorId("pump-1"), "temp_c", Labels.of("line", "3"));
    LearningStats one =
        new LearningStats(0, 5, 1, List.of(new SeriesPhase("a/Odd", series, Phase.DRIFTING)));
    LearningStats other = new LearningStats(2, 7, 0, List.of());
    String expected =
        "{'status':'success','data':{'warming_up':2,'ready':12,'drifting':1,'series':["
            + "{'rule':'a/Odd','sensor':'pump-1','metric':'temp_c','labels':{'line':'3'},"
            + "'state':'drifting'}]}}";
    assertThat(DetectorsApi.answer(List.of(one, other))).isEqualTo(expected.replace('\'', '"'));
  }
}
