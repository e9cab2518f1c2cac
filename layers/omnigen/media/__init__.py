"""Opening and measuring video, audio and images with PyAV."""
