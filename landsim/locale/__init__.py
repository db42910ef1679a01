"""What landsim says, in Chinese and in English."""
