"""landsim: who gets which parcel of an industrial park, when, under which tenure, and then what."""
